/** Seconds. */
const LONGEST = 600;

/**
 * How long to wait before sending again, in ms: as long as the collector asked or, if it did not,
 * twice as long each time; at most 10 min. Chance adds up to the same again, so that the visitors
 * of a site do not all return at once after an outage.
 *
 * @param failures failures in a row before this one
 * @param retryAfter seconds the collector asked for, or 0
 */
export function retryDelay(failures: number, retryAfter: number): number {
  return Math.min(LONGEST, retryAfter || 2 ** failures) * (1 + Math.random()) * 1000;
}
