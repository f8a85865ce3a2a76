/** Events on their way to the collector: each is kept until the collector has answered for it. */
import { sentUrl } from "./address";
import { retryDelay } from "./backoff";
import { endpoint, isOn, options, type TrackedEvent } from "./options";
import { mustNotTrack } from "./privacy";
import { safely } from "./safely";
import { openStorage, storage } from "./storage";

/** Events kept while the collector cannot be reached, about 1 MB; later ones are lost. */
const CAPACITY = 2_000;
/** The collector's limit. */
export const MAX_EVENTS = 50;
/** Characters of an event, each of them three bytes at most: the collector takes 64 KB. */
const MAX_LENGTH = 20_000;
/** Each page has a place of its own, so that two that are open do not overwrite each other. */
const PLACE = "liveinsight.";

/** The JSON of each event that the collector has not answered for. */
const unsent = new Set<string>();
let user: string | null;
let failures = 0;
/** No request begins before this time, unless the page is being left. */
let pausedUntil = 0;
/** Kept from the start, so that a page that replaces fetch later does not see our beacons. */
let post: typeof fetch;
let place: string | undefined;
let batchSize = MAX_EVENTS;

/** Names the visitor in all beacons from now on; nobody when there is no id. */
export const identify = (id?: unknown): void => {
  user = id ? id + "" : null;
};

// Written at once, because the page may change its objects afterwards; and what cannot be written
// fails here, where it spoils no other event.
const keep = (event: unknown): void => {
  const json = JSON.stringify(event);
  if (json.length < MAX_LENGTH && unsent.size < CAPACITY) unsent.add(json);
};

/** Makes the queue ready, and takes in what earlier pages could not send. */
export const openQueue = safely((): void => {
  post = fetch;
  openStorage();
  if (isOn(options.store)) place = PLACE + Math.random();
  for (const key in (place && storage) as object) {
    if (/nsight.0/.test(key)) {
      const kept = storage[key]!;
      // First, so that what is no JSON is in nobody's way again.
      delete storage[key];
      JSON.parse(kept).map(keep);
    }
  }
});

/** Makes an event of the page, here and now unless `fields` say else, and sends it soon. */
export const enqueue = safely((fields: Partial<TrackedEvent>): void => {
  fields = {
    // Good enough against collisions, and unlike crypto.randomUUID also there without TLS.
    type: "event",
    id: "" + Math.random(),
    at: Date.now(),
    url: sentUrl(location),
    ...fields,
  };
  // A hook that returns nothing fails here, which is as good as an event without a page.
  if (options.beforeSend) fields = options.beforeSend(fields as TrackedEvent) as TrackedEvent;
  if (fields.url) keep(fields);
});

const deliver = async (batch: string[]): Promise<void> => {
  // One request at a time keeps the order and stays below the browser's limit for keepalive.
  pausedUntil = Infinity;
  try {
    const response = await post(endpoint, {
      method: "POST",
      body: JSON.stringify({
        site: options.site,
        user,
        // A wrong event of the page's own is dropped, and the others are taken.
        partial: true,
        webdriver: options.webdriver != "allow" && navigator.webdriver,
        sent_at: Date.now(),
        events: batch.map(JSON.parse as (json: string) => unknown),
      }),
      keepalive: true,
    });
    // Until the answer is read, Chromium counts the request against its limit of 64 KB.
    await response.text();
    if (response.status == 429 || response.status > 499) throw 0;
    pausedUntil = failures = 0;
    batchSize = MAX_EVENTS;
    batch.map((json) => unsent.delete(json));
    flush();
  } catch {
    // A smaller one, in case it was too large for the browser.
    batchSize = (batch.length / 2) | 1;
    pausedUntil = Date.now() + retryDelay(failures++);
  }
};

/**
 * Sends what waits, unless a request is under way.
 *
 * @param leaving events of a beacon when the page is being left, and all of them have to go
 */
export const flush = (leaving?: number): void => {
  if (mustNotTrack()) unsent.clear();
  const rest = [...unsent];
  while (rest[0] && (leaving || Date.now() > pausedUntil)) {
    void deliver(rest.splice(0, leaving || batchSize));
  }
  if (place) storage[place] = "[" + [...unsent] + "]";
};
