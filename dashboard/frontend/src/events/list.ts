/** All custom events; a click on one looks at it more closely. */
import { element } from "../dom.ts";
import { number, share } from "../format.ts";
import { text } from "../messages.ts";
import { csv, download, type Column } from "../table.ts";
import { inPage } from "../view/menu.ts";
import { hrefWith, setParameters } from "../view/view.ts";
import type { EventList, EventRow } from "./asking.ts";
import { percentOf } from "./choice.ts";

/** With more rows than this, a field finds them by name. */
const SEARCH_FROM = 12;

export class EventBars {
  readonly #search = element("input", "event-search");
  readonly #list = element("ol", "bars event-bars");
  #found: EventList = { rows: [], total: 0, everybody: 0 };
  #chosen: string | undefined;

  constructor() {
    this.#search.type = "search";
    this.#search.placeholder = text("events.search");
    this.#search.setAttribute("aria-label", text("events.search"));
    this.#search.addEventListener("input", () => this.#draw());
  }

  show(found: EventList, chosen: string | undefined, body: HTMLElement): void {
    [this.#found, this.#chosen] = [found, chosen];
    this.#search.hidden = found.rows.length < SEARCH_FROM;
    if (this.#search.hidden) this.#search.value = "";
    if (!body.contains(this.#list)) body.replaceChildren(this.#search, this.#list);
    this.#draw();
  }

  save(): void {
    const { rows, everybody } = this.#found;
    const columns: Column<EventRow>[] = [
      { label: text("events.name"), cell: (row) => row.name },
      { label: text("metric.visitors"), cell: (row) => String(row.visitors) },
      { label: text("events.total"), cell: (row) => String(row.events) },
      { label: text("events.rate"), cell: (row) => String(percentOf(row.visitors, everybody)) },
    ];
    download(`${text("events.file")}.csv`, csv(columns, rows));
  }

  #draw(): void {
    const { rows, total, everybody } = this.#found;
    const most = Math.max(1, ...rows.map((row) => row.visitors));
    const like = this.#search.value.trim().toLowerCase();
    const found = rows.filter((row) => row.name.toLowerCase().includes(like));
    const lines = found.map((row) => this.#line(row, row.visitors / most, percentOf(row.visitors, everybody)));
    const rest = total > rows.length && !like ? [element("li", "hint", text("events.more", { n: number(total - rows.length) }))] : [];
    const none = found.length ? [] : [element("li", "hint", text("events.notFound"))];
    this.#list.replaceChildren(head(), ...lines, ...rest, ...none);
  }

  #line(row: EventRow, part: number, rate: number): HTMLElement {
    const fill = element("span", "bar-fill");
    fill.style.setProperty("--share", String(part));
    const label = element("span", "label", row.name);
    const link = element("a", "bar-link", label);
    const change = { event: row.name, property: null };
    link.href = hrefWith(change);
    link.title = row.name;
    inPage(link, () => setParameters(change));
    const chosen = row.name === this.#chosen;
    if (chosen) link.setAttribute("aria-current", "true");
    const figures = [figure(number(row.events), "events.totalHint"), figure(share(rate), "events.rateHint"), figure(number(row.visitors), "events.visitorsHint")];
    return element("li", `bar-row-item${chosen ? " chosen" : ""}`, fill, link, ...figures);
  }
}

function head(): HTMLElement {
  const names = ["events.total", "events.rateShort", "metric.visitors"].map((name) => element("span", "figure", text(name)));
  const made = element("li", "bar-head", element("span", "", text("events.name")), ...names);
  made.setAttribute("aria-hidden", "true");
  return made;
}

function figure(value: string, hint: string): HTMLElement {
  const made = element("span", "figure", value);
  made.title = text(hint);
  return made;
}
