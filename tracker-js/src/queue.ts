import { retryDelay } from "./backoff";
import { takeBatch } from "./batch";
import type { Config } from "./config";
import type { TrackedEvent } from "./payload";
import { send, SPLIT } from "./transport";

/** Events kept while the collector cannot be reached, about 0.5 MB; later ones are lost. */
const CAPACITY = 1_000;

/**
 * Makes the queue of events that wait for delivery, and returns its two functions:
 * `enqueue(event, delay)` keeps an event and sets it on its way within `delay` ms;
 * `flush(leaving)` sends what there is, and when `leaving` everything at once, come what may.
 */
export function createQueue({ endpoint, head }: Config) {
  const waiting: TrackedEvent[] = [];
  let failures = 0;
  // Requests under way or waiting for their next try. One at a time keeps the order and stays
  // below the browser's limit for keepalive requests; a page that is being left cannot wait.
  let busy = 0;

  const deliver = async (events: TrackedEvent[], leaving?: boolean): Promise<void> => {
    busy++;
    const body = JSON.stringify({ ...head, sent_at: Date.now(), events });
    const retryAfter = await send(endpoint, body, leaving);
    if (retryAfter < 0) {
      failures = 0;
      // Halving finds the wrong event in few requests, and saves the others.
      const half = events.length >> 1;
      if (retryAfter == SPLIT && half) {
        void deliver(events.slice(0, half));
        void deliver(events.slice(half));
      }
    } else {
      waiting.unshift(...events);
      await new Promise((done) => setTimeout(done, retryDelay(failures++, retryAfter)));
    }
    busy--;
    flush();
  };

  const flush = (leaving?: boolean): void => {
    while (waiting.length && (leaving || !busy)) void deliver(takeBatch(waiting), leaving);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: number;
  const enqueue = (event: TrackedEvent, delay: number): void => {
    if (waiting.length < CAPACITY) waiting.push(event);
    // Whatever waited for company leaves with an event in more of a hurry, and not before that one
    // is ready: a new page of a single-page application has its title only after its delay.
    if (timer && delay >= pending) return;
    clearTimeout(timer);
    pending = delay;
    timer = setTimeout(() => {
      timer = undefined;
      flush();
    }, delay);
  };

  return [enqueue, flush] as const;
}
