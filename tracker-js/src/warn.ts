let warned: boolean | undefined;

/** Tells the developer of a page what to do, once, and on no host where visitors would see it. */
export const warn = (what: unknown): void => {
  if (!warned && /^$|^127\.|::1|\b(local(host)?|test)$/.test(location.hostname)) {
    console.warn("LiveInsight: " + what);
    warned = true;
  }
};
