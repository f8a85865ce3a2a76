/** One visit as a row of the list. A click anywhere on it opens the visit; its values filter the list instead. */
import { element } from "../dom.ts";
import { duration, moment, number } from "../format.ts";
import { counted, text } from "../messages.ts";
import { site } from "../site.ts";
import { inPage } from "../view/menu.ts";
import { hrefWith } from "../view/view.ts";
import { isOver, since } from "./since.ts";
import type { Visit } from "./types.ts";
import { filterLink, known } from "./values.ts";

export interface RowOptions {
  now: number;
  live: boolean;
  open(visit: Visit): void;
}

export function visitRow(visit: Visit, { now, live, open }: RowOptions): HTMLTableRowElement {
  const row = element(
    "tr",
    "visit-row",
    started(visit, now, live, open),
    cell("who", two(known(visit, ["country", "city"]), known(visit, ["device", "browser", "os"]))),
    cell("from", two([filterLink("visit:source", visit.source)], channel(visit))),
    cell("pages", two(...pages(visit))),
    cell("number views", two(views(visit), [events(visit)])),
    cell("number long", two([duration(visit.duration_s * 1000)], visit.bounce && isOver(visit, now) ? [bounce()] : [])),
    cell("number read", two([duration(visit.engaged_s * 1000)], [])),
  );
  row.dataset.visit = visit.id;
  row.setAttribute("role", "row");
  row.addEventListener("click", ({ target }) => {
    const selected = getSelection();
    if ((target as Element).closest("a, button") || (selected && !selected.isCollapsed)) return;
    open(visit);
  });
  return row;
}

export function liveMark(): HTMLElement {
  const mark = element("span", "live-mark", element("span", "dot"), text("visit.live"));
  mark.title = text("visit.liveHint");
  return mark;
}

function started(visit: Visit, now: number, live: boolean, open: (visit: Visit) => void): HTMLElement {
  const link = element("a", "visit-link", moment(visit.started_at, site().timeZone));
  link.href = hrefWith({ session: visit.id, at: String(visit.started_at) });
  inPage(link, () => open(visit));
  const made = element("th", "started", two([link], [live ? liveMark() : since(now - visit.started_at)]));
  made.scope = "row";
  made.setAttribute("role", "rowheader");
  return made;
}

/** Direct visits have nothing more to say. */
function channel({ source, channel }: Visit): Node[] {
  return source && channel ? [filterLink("visit:channel", channel)] : [];
}

/** The page it began on, and where it ended if that is another one. */
function pages(visit: Visit): [(Node | string)[], (Node | string)[]] {
  if (!visit.entry_page) return [[text("page.unknown")], []];
  const entry = filterLink("visit:entry_page", visit.entry_page);
  if (visit.pageviews < 2) return [[entry], []];
  const arrow = element("span", "to", "→");
  arrow.setAttribute("aria-hidden", "true");
  return [[entry], [arrow, element("span", "visually-hidden", text("visit.to")), filterLink("visit:exit_page", visit.exit_page)]];
}

const events = (visit: Visit): string => (visit.events ? counted("visit.events", visit.events) : "");

/** The number; on a card, which has no heads, with its unit. The style sheet shows one of them. */
function views(visit: Visit): HTMLElement[] {
  return [element("span", "in-table", number(visit.pageviews)), element("span", "on-card", counted("pageviews", visit.pageviews))];
}

function bounce(): HTMLElement {
  const mark = element("span", "bounce-mark", text("visit.bounce"));
  mark.title = text("visit.bounceHint");
  return mark;
}

function two(first: readonly (Node | string)[], second: readonly (Node | string)[]): HTMLElement {
  return element("div", "two", element("div", "first", ...first), element("div", "second", ...second));
}

function cell(name: string, content: Node): HTMLTableCellElement {
  const made = element("td", name, content);
  made.setAttribute("role", "cell");
  return made;
}
