/** What a row of figures says: nothing where there was nothing to count, and no change where it cannot be told. */
import { day } from "../format.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import type { Meta, Row, Value } from "../stats.ts";

/** Averages and rates over visits: the API gives 0 where there were none. */
const OVER_VISITS = ["views_per_visit", "bounce_rate", "visit_duration", "engaged_time", "time_on_page", "scroll_depth"];

export interface Figures {
  metrics: Value[];
  /** Of the time that is compared with. */
  before?: Value[];
  change?: (number | null)[];
}

/** The figures of a row in the order of `metrics`, of which the first counts visitors or visits. */
export function figuresOf(row: Pick<Row, "metrics" | "comparison">, metrics: readonly string[]): Figures {
  const now = known(row.metrics, metrics);
  if (!row.comparison) return { metrics: now };
  const before = known(row.comparison.metrics, metrics);
  const told = row.comparison.change;
  return { metrics: now, before, change: metrics.map((metric, place) => change(metric, now[place], before[place], told[place])) };
}

/** The value of a metric in a row of which the first value counts visitors or visits. */
export function valueAt(values: readonly Value[], place: number, metric: string): Value {
  return values[0] === 0 && OVER_VISITS.includes(metric) ? null : (values[place] ?? null);
}

/** Whether the time that is compared with begins before the site had any data. */
export function lacksData({ comparison_date_range: range }: Meta): boolean {
  return range !== undefined && range[0].slice(0, 10) < site().firstDay;
}

/** `no data before 23 Oct 2026` */
export const sayNoData = (): string => text("change.noData", { date: day(site().firstDay) });

function known(values: readonly Value[], metrics: readonly string[]): Value[] {
  return values.map((_, place) => valueAt(values, place, metrics[place] ?? ""));
}

function change(metric: string, now: Value | undefined, before: Value | undefined, told: number | null | undefined): number | null {
  if (now == null || before == null) return null;
  // The API tells it in percent of itself; percentages change in points.
  if (metric === "scroll_depth") return Number(now) - Number(before);
  return told ?? null;
}
