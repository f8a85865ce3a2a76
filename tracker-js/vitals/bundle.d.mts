export const NOTICE: string;
/** Bundles the measurement of web vitals into one classic script and returns the minified source. */
export function bundleVitals(): string;
