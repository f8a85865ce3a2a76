import type { TrackedEvent } from "./payload";

/** The collector's limit. */
const MAX_EVENTS = 50;
/**
 * Characters, each of them three bytes at most: the limit of the collector and of keepalive
 * requests is 64 KB, envelope included.
 */
const MAX_LENGTH = 20_000;

/**
 * Takes from the front of the queue as many events as surely fit one beacon, at least one if
 * there is any. That a single event fits is seen to where events are made.
 */
export function takeBatch(queue: TrackedEvent[]): TrackedEvent[] {
  let count = MAX_EVENTS;
  while (count > 1 && JSON.stringify(queue.slice(0, count)).length > MAX_LENGTH) count >>= 1;
  return queue.splice(0, count);
}
