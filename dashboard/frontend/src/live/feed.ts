/** Events as they happen, newest on top. */
import { element, find, setText } from "../dom.ts";
import { ago, country, duration, percent } from "../format.ts";
import { KeyedList, type Row } from "../keyed.ts";
import { text } from "../messages.ts";
import { Place } from "./place.ts";
import type { LiveEvent } from "./types.ts";

const MOST = 50;
const FRESH_MS = 4000;

export class Feed {
  readonly #list: KeyedList<LiveEvent>;
  #events: LiveEvent[] = [];
  #now = 0;

  constructor(
    private readonly root: ParentNode,
    private readonly flags: string,
  ) {
    this.#list = new KeyedList(find(root, "[data-feed]"), (event) => event.id, () => this.#row());
  }

  /** Takes in events that may be known already; an event that came late lands where it belongs. */
  add(events: readonly LiveEvent[], now: number): void {
    const known = new Map([...this.#events, ...events].map((event) => [event.id, event]));
    this.#events = [...known.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, MOST);
    this.tick(now);
  }

  /** Brings the relative times up to date. */
  tick(now: number): void {
    this.#now = now;
    this.#list.show(this.#events);
    find(this.root, '[data-empty="feed"]').hidden = this.#events.length > 0;
  }

  #row(): Row<LiveEvent> {
    const place = new Place(this.flags);
    const kind = element("span", "kind");
    const what = element("span", "what");
    const more = element("span", "detail");
    const when = element("time");
    const row = element("li", "", place.element, element("div", "feed-text", kind, " ", what, more), when);
    let shown = false;
    return {
      element: row,
      update: (event) => {
        setText(when, ago(this.#now - event.at));
        if (shown) return;
        shown = true;
        place.show(event.country);
        row.dataset.type = event.type;
        row.classList.toggle("fresh", this.#now - event.at < FRESH_MS);
        setText(kind, event.type === "event" ? event.name : text(`event.${event.type}`));
        setText(what, event.page || text("page.unknown"));
        what.title = event.title || event.page;
        setText(more, detail(event));
        when.dateTime = new Date(event.at).toISOString();
      },
    };
  }
}

function detail(event: LiveEvent): string {
  const parts = [country(event.country)];
  if (event.type === "pageview") parts.push(event.source || text("source.direct"));
  if (event.type === "engagement" && event.visible_ms) parts.push(duration(event.visible_ms));
  if (event.scroll_pct) parts.push(text("event.scrolled", { percent: percent(event.scroll_pct) }));
  return parts.join(" · ");
}
