/** Cohorts as a table: a row for those who were first seen at the same time, a column for each period later. */
import { whole } from "../chart/labels.ts";
import { element } from "../dom.ts";
import { day, number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { averages, highest, level, reason, type Average, type By, type Cohort, type Return } from "./cohorts.ts";

export interface Look {
  by: By;
  /** Numbers of visitors instead of percentages. */
  counts: boolean;
  today: string;
}

export function grid(cohorts: readonly Cohort[], look: Look): HTMLElement {
  const columns = averages(cohorts);
  const most = highest(cohorts);
  const caption = text(`retention.caption.${look.by}`);
  const made = element(
    "table",
    `cohorts by-${look.by}`,
    element("caption", "visually-hidden", caption),
    heads(columns, look),
    element("tbody", "", average(columns, most, look), ...cohorts.map((cohort) => line(cohort, columns.length, most, look))),
  );
  const box = element("div", "table-scroll", made);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  return box;
}

/** `2 – 8 Nov 2026`, but for a week that the chosen time cuts: its own first day. */
export const periodName = (date: string, by: By): string => whole(date, by);

function heads(columns: readonly Average[], { by }: Look): HTMLElement {
  const first = element("th", "cohort", text("retention.first"));
  const size = element("th", "size", text("retention.size"));
  size.title = text("retention.sizeHint");
  const later = element("th", "later", text(`retention.later.${by}`));
  later.colSpan = Math.max(1, columns.length);
  later.scope = "colgroup";
  for (const head of [first, size]) {
    head.scope = "col";
    head.rowSpan = 2;
  }
  const places = columns.map(({ after }) => {
    const shown = element("span", "", number(after));
    shown.setAttribute("aria-hidden", "true");
    const head = element("th", "", shown, element("span", "visually-hidden", counted(`retention.after.${by}`, after)));
    head.scope = "col";
    return head;
  });
  return element("thead", "", element("tr", "", first, size, later), element("tr", "", ...places));
}

function average(columns: readonly Average[], most: number, { counts }: Look): HTMLElement {
  const head = element("th", "cohort", text(counts ? "retention.together" : "retention.average"));
  head.scope = "row";
  head.title = text("retention.averageHint");
  const cells = columns.map(({ percent, visitors, of }) => {
    const cell = element("td", "", percent === null ? "–" : counts ? number(visitors) : share(percent));
    cell.title = percent === null ? text("retention.averageNone") : text("retention.averageOf", { percent: share(percent), visitors: number(visitors), size: number(of) });
    cell.dataset.level = String(level(percent ?? 0, most));
    return cell;
  });
  return element("tr", "average", head, element("td", "size", ""), ...cells);
}

function line(cohort: Cohort, columns: number, most: number, look: Look): HTMLElement {
  const { by, today } = look;
  const head = element("th", "cohort", by === "month" ? day(cohort.period, "month") : day(cohort.period, "day"));
  head.scope = "row";
  head.title = periodName(cohort.period, by);
  const own = cohort.returns[0];
  const size = element("td", "size", number(cohort.size));
  if (own && !own.complete) mark(size, text(`retention.own.${reason(own.period, by, today)}`));
  const cells = cohort.returns.slice(1).map((found) => cell(cohort, found, most, look));
  const missing = Array.from({ length: columns - cells.length }, () => element("td", "none"));
  return element("tr", "", head, size, ...cells, ...missing);
}

function cell(cohort: Cohort, found: Return, most: number, { by, counts, today }: Look): HTMLElement {
  if (!cohort.size) return element("td", "none");
  const made = element("td", "", counts ? number(found.visitors) : share(found.percent));
  made.dataset.level = String(level(found.percent, most));
  made.title = text("retention.cell", {
    percent: share(found.percent),
    visitors: number(found.visitors),
    size: number(cohort.size),
    first: periodName(cohort.period, by),
    then: periodName(found.period, by),
  });
  if (!found.complete) mark(made, text(`retention.${reason(found.period, by, today)}`));
  return made;
}

/** Hatched, with the reason where a pointer rests and where a screen reader reads. */
function mark(cell: HTMLElement, why: string): void {
  cell.classList.add("incomplete");
  cell.title = cell.title ? `${cell.title}\n${why}` : why;
  cell.append(element("span", "visually-hidden", ` (${text("retention.incomplete")})`));
}
