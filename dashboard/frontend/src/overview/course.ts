/** The values of one figure over the time, and those of the time it is compared with. */
import type { Note } from "../notes/note.ts";
import { site } from "../site.ts";
import type { Answer, Row } from "../stats.ts";
import type { Interval } from "../view/view.ts";
import { valueAt } from "./compared.ts";
import { plain, type Figure } from "./metrics.ts";

export interface Course {
  answer: Answer;
  interval: Interval;
  notes: Note[];
  figure: Figure;
  /** Where the figure stands among the metrics that were asked for. */
  place: number;
  name: string;
}

/**
 * Values at each time label up to now: what has not begun has no value, what nothing happened in has zero. Before the
 * day `since` nothing is known.
 */
export function values(course: Course, now: string, since = site().firstDay): { current: (number | null)[]; other: (number | null)[] } {
  const { answer, place, figure } = course;
  const rows = new Map([...(answer.only_in_comparison ?? []), ...answer.results].map((row) => [row.dimensions[0], row]));
  const empty = figure.kind === "count" || figure.kind === "money" ? 0 : null;
  const labels = answer.meta.time_labels ?? [];
  const compared = answer.meta.comparison_time_labels;
  const of = (row: Pick<Row, "metrics"> | null | undefined) => plain(row ? valueAt(row.metrics, place, figure.metric) : null);
  const before = (label: string, index: number): number | null => {
    const row = rows.get(label);
    const other = compared?.[index];
    if (row?.comparison === null) return null;
    const value = of(row?.comparison) ?? (other === undefined ? null : empty);
    return other !== undefined && other < since ? value || null : value;
  };
  return {
    current: labels.map((label) => (label > now ? null : (of(rows.get(label)) ?? empty))),
    other: labels.map(before),
  };
}
