/** Periods, comparisons and filters in words. */
import { dimensionName, valueName } from "../dimension.ts";
import { day, dayRange } from "../format.ts";
import { text } from "../messages.ts";
import type { Filter } from "./filters.ts";
import { addDays, bounds, type Period } from "./periods.ts";
import type { Compare } from "./view.ts";

/** `Last 30 days`, `Today`, `November 2026`, `1 – 15 Nov 2026` */
export function periodName(period: Period, today: string): string {
  if (period.name === "custom") return dayRange(period.from, period.to);
  if (!("date" in period) || !period.date) return text(`period.${period.name}`);
  if (period.name === "month") return day(period.date, "month");
  if (period.name === "year") return day(period.date, "year");
  return period.date === addDays(today, -1) ? text("period.yesterday") : day(period.date);
}

/** The days of a period, where its name does not say them. */
export function periodDays(period: Period, today: string): string {
  const span = bounds(period, today);
  return span && period.name !== "custom" ? dayRange(span[0], span[1]) : "";
}

export function compareName(compare: Compare): string {
  if (compare.mode === "custom") return dayRange(compare.from, compare.to);
  return text(`compare.${compare.mode}`);
}

/** A filter as a sentence in parts: what, how, and which values. */
export function filterWords(filter: Filter): { name: string; operator: string; values: string } {
  const values = filter.values.map((value) => valueName(filter.dimension, value));
  const shown = values.length > 3 ? [...values.slice(0, 3), text("filter.more", { n: String(values.length - 3) })] : values;
  return { name: dimensionName(filter.dimension), operator: text(`operator.${filter.operator}`), values: shown.join(text("filter.or")) };
}
