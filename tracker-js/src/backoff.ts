/** Seconds. */
const LONGEST = 600;

/**
 * How long to wait before sending again, in ms: twice as long each time, at most 10 min. Chance
 * adds up to the same again, so that the visitors of a site do not all return at once after an
 * outage.
 *
 * @param failures failures in a row before this one
 */
export function retryDelay(failures: number): number {
  return Math.min(LONGEST, 2 ** failures) * (1 + Math.random()) * 1000;
}
