/** Tells the developer of a page why nothing is counted, on no host where visitors would see it. */
export const warn = (why: unknown): unknown =>
  /^127|::1|local(host)?$|test$/.test(location.hostname) &&
  console.warn("liveinsight: " + why);
