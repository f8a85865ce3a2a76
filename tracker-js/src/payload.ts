/** One event of `POST /events`; fields that are undefined are not sent. */
export interface TrackedEvent {
  /** Unique, and the same however often the event is sent. */
  id: string;
  type: "pageview" | "engagement" | "event";
  /** Client time in ms since 1970. */
  at: number;
  url: string;
  referrer?: string | undefined;
  title?: string;
  /** Width and height of the screen in CSS pixels. */
  screen?: [number, number];
  language?: string;
  /** Engaged ms since the last engagement event of this pageview. */
  visible_ms?: number;
  /** Greatest scroll depth of this pageview in percent, 0–100. */
  scroll_pct?: number;
  name?: string;
  props?: unknown;
  revenue?: unknown;
}

// Time and 52 random bits: enough against collisions, and unlike crypto.randomUUID also there on
// pages without TLS. Lives as long as the page, so it identifies nobody.
const prefix = Date.now().toString(36) + Math.random().toString(36).slice(1) + ".";
let count = 0;

/** Makes an event that happens now. */
export function createEvent(
  type: TrackedEvent["type"],
  url: string,
  fields: Partial<TrackedEvent>,
): TrackedEvent {
  return { id: prefix + count++, type, at: Date.now(), url, ...fields };
}
