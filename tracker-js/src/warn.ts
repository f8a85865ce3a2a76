const DEVELOPMENT = /^$|^127\.|::1]|(^|\.)(local(host)?|test)$/;
let warned = false;

/** Tells the developer of a page what to do, once, and on no host where visitors would see it. */
export function warn(what: unknown): void {
  if (!warned && DEVELOPMENT.test(location.hostname)) {
    console.warn("LiveInsight: " + what);
    warned = true;
  }
}
