import type { TrackedEvent } from "./payload";

/** The collector's limit. */
const MAX_EVENTS = 50;
/** Bytes; the limit of the collector and of keepalive requests is 64 KB, envelope included. */
const MAX_BYTES = 60_000;

/**
 * Takes from the front of the queue as many events as surely fit one beacon, at least one if
 * there is any. That a single event always fits is seen to where events are made.
 */
export function takeBatch(queue: TrackedEvent[]): TrackedEvent[] {
  let count = MAX_EVENTS;
  while (new Blob([JSON.stringify(queue.slice(0, count))]).size > MAX_BYTES) count >>= 1;
  return queue.splice(0, count);
}
