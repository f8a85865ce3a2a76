/** The options of a site: what they mean to its owner, and how the tracker reads them. */

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
  /** False when the event does not end a bounce. */
  interactive?: boolean | undefined;
}

export interface Options {
  /** Public key of the site. */
  site: string;
  /** Address of the collector; events go to `<api>/events`. */
  api?: string | undefined;
  /** False to count visitors who send Global Privacy Control or Do Not Track as well. */
  respectDnt?: boolean | string | undefined;
  /** "allow" not to flag browsers that are driven by software. */
  webdriver?: string | undefined;
  /** Whether the fragment is part of the page. */
  hash?: boolean | string | undefined;
  /** What is counted by itself, separated by spaces. */
  auto?: string | readonly string[] | undefined;
  /** Paths from which nothing is sent, separated by commas; `*` stands for anything. */
  exclude?: string | readonly string[] | undefined;
  /** Paths that are sent as the pattern that they match. */
  mask?: string | readonly string[] | undefined;
  /** Whether unsent events are kept in localStorage. */
  store?: boolean | string | undefined;
  /** Sees each event first; what it returns is sent, and nothing when that is falsy. */
  beforeSend?: ((event: TrackedEvent) => TrackedEvent | null | undefined | false | void) | undefined;
}

/** Options of a page, and the address that a relative `api` is relative to. */
export interface Given extends Partial<Options> {
  base: string;
}

/** As the page gave them. */
export let options: Given;
export let endpoint: URL;

/** An attribute that is there is on, whatever it says, unless it says "false". */
export const isOn = (flag: unknown): boolean => (flag ?? false) + "" != "false";

/** Says whether this is to be counted by itself; everything is when the page says nothing. */
export const automatic = (what: string): boolean => (options.auto ?? what).includes(what);

export const setOptions = (given: Given): unknown => (options = given);

/** Finds the collector. Throws when its address is none. */
export const findCollector = (): void => {
  // The server replaces the placeholder by the collector's address when it serves the script.
  // Nothing is left of an unreplaced one, which makes it the root of the script's own server.
  endpoint = new URL((options.api || "__LI_API__").replace(/^__.*|\/?$/, "/events"), options.base);
};
