/** The figures of the overview: which there are for what is looked at, and how their values read. */
import { decimal, duration, money, number, share } from "../format.ts";
import type { Money, Value } from "../stats.ts";
import { filtersOn, type Filter } from "../view/filters.ts";

export type Kind = "count" | "decimal" | "percent" | "seconds" | "money";

export interface Figure {
  metric: string;
  kind: Kind;
  /** More is not better. */
  inverse?: boolean;
}

const KINDS: Record<string, Kind> = {
  views_per_visit: "decimal",
  bounce_rate: "percent",
  visit_duration: "seconds",
  engaged_time: "seconds",
  time_on_page: "seconds",
  scroll_depth: "percent",
  conversion_rate: "percent",
  group_conversion_rate: "percent",
  exit_rate: "percent",
  percentage: "percent",
  total_revenue: "money",
  average_revenue: "money",
};

const PLAIN = ["visitors", "visits", "pageviews", "views_per_visit", "bounce_rate", "visit_duration", "engaged_time"];
const OF_PAGES = ["visitors", "visits", "pageviews", "bounce_rate", "visit_duration", "time_on_page", "scroll_depth"];
const OF_GOALS = ["visitors", "events", "conversion_rate"];

export const kindOf = (metric: string): Kind => KINDS[metric] ?? "count";

/** Whether a filter chooses conversions of a goal: then visitors are those who did it. */
export function isConversion(filters: readonly Filter[]): boolean {
  return filtersOn(filters, "event:goal").length > 0;
}

/** The figures for these filters: metrics that do not go with them would be refused. */
export function figures(filters: readonly Filter[], revenue: boolean): Figure[] {
  const names = isConversion(filters)
    ? [...OF_GOALS, ...(revenue ? ["total_revenue", "average_revenue"] : [])]
    : filtersOn(filters, "event:page").length
      ? OF_PAGES
      : PLAIN;
  return names.map((metric) => ({ metric, kind: kindOf(metric), inverse: metric === "bounce_rate" }));
}

/** A value in words; an en dash where there is none. */
export function say(value: Value | undefined, kind: Kind): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "object") return money((value as Money).value, (value as Money).currency);
  if (kind === "percent") return share(value);
  if (kind === "seconds") return duration(value * 1000);
  return kind === "decimal" ? decimal(value, 2) : number(value);
}

/** The number behind a value, for charts. */
export function plain(value: Value | undefined): number | null {
  return typeof value === "object" && value !== null ? (value as Money).value : (value ?? null);
}
