/** The list of visits: a table, which the style sheet lays out as cards on a phone. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { head, type Order } from "../table.ts";
import { visitRow } from "./row.ts";
import type { Key } from "./order.ts";
import type { Visit } from "./types.ts";

interface Head {
  name: string;
  sort?: Key;
  number?: boolean;
}

const HEADS: readonly Head[] = [
  { name: "started", sort: "started_at" },
  { name: "who" },
  { name: "from" },
  { name: "pages" },
  { name: "views", sort: "pageviews", number: true },
  { name: "long", sort: "duration", number: true },
  { name: "read", sort: "engaged", number: true },
];

export interface ListOptions {
  order: Order;
  reorder(order: Order): void;
  /** Ids of the visits that go on. */
  live: ReadonlySet<string>;
  now: number;
  open(visit: Visit): void;
}

/** The cells name their roles: a table that is laid out as cards loses those of its own. */
export function visitTable(visits: readonly Visit[], options: ListOptions): HTMLElement {
  const heads = element("tr", "", ...HEADS.map((each) => headCell(each, options)));
  heads.setAttribute("role", "row");
  const [top, body] = [element("thead", "", heads), element("tbody")];
  for (const group of [top, body]) group.setAttribute("role", "rowgroup");
  body.append(...visits.map((visit) => visitRow(visit, { ...options, live: options.live.has(visit.id) })));
  const made = element("table", "data visit-list", element("caption", "visually-hidden", text("visits.caption")), top, body);
  made.setAttribute("role", "table");
  return made;
}

/** The orders of the list as a menu: cards have no heads to click on. */
export function orderChoice(order: Order, reorder: (order: Order) => void): HTMLElement {
  const select = element("select", "small");
  select.setAttribute("aria-label", text("visits.order"));
  for (const { sort } of HEADS) {
    if (sort) select.append(new Option(text(`visits.by.${sort}`), sort));
  }
  select.value = order.by;
  select.addEventListener("change", () => reorder({ by: select.value, direction: "desc" }));
  return select;
}

function headCell({ name, ...column }: Head, { order, reorder }: ListOptions): HTMLElement {
  const made = head({ ...column, label: text(`visits.${name}`), hint: text(`visits.hint.${name}`) }, order, reorder);
  made.classList.add(name);
  made.setAttribute("role", "columnheader");
  return made;
}
