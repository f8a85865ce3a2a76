/** Bundles the tracker into one classic script and returns the minified source. */
export function bundle(): string;
