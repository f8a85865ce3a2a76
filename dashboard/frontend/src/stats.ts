/** Questions to the Stats API v2 and to the reports, about what the page is looking at. */
import { ask } from "./ask.ts";
import { site } from "./site.ts";
import { apiFilters, type ApiFilter } from "./view/filters.ts";
import { dateRange } from "./view/periods.ts";
import { noteWarnings } from "./view/warnings.ts";
import type { View } from "./view/view.ts";

export type Metric = string;
export type Value = number | null | Money;

export interface Money {
  currency: string;
  value: number;
  short: string;
  long: string;
}

export interface Query {
  metrics: Metric[];
  dimensions?: string[];
  /** Added to those of the view. */
  filters?: ApiFilter[];
  order_by?: [string, "asc" | "desc"][];
  include?: { time_labels?: boolean; total_rows?: boolean };
  pagination?: { limit?: number; offset?: number };
}

export interface Row {
  dimensions: string[];
  metrics: Value[];
  comparison?: Compared | null;
}

export interface Compared {
  dimensions: string[];
  metrics: Value[];
  change: (number | null)[];
}

export interface Meta {
  time_labels?: string[];
  comparison_time_labels?: string[];
  comparison_date_range?: [string, string];
  total_rows?: number;
  warnings?: string[];
  notes?: string[];
  metric_warnings?: Record<string, { code: string; message?: string; warning?: string }>;
}

export interface Answer {
  results: Row[];
  /** What only the other period has; their dimensions are those of the current one where times are concerned. */
  only_in_comparison?: Row[];
  meta: Meta;
  query: { date_range: [string, string] };
}

/**
 * The answer to a question about what the view shows. With `compare` rows carry a comparison when the view has one:
 * with as much of the other period as has passed of this one, or with the `whole` of it.
 */
export async function query(view: View, wanted: Query, signal?: AbortSignal, compare: boolean | "whole" = false): Promise<Answer> {
  const { filters = [], ...rest } = wanted;
  const asked = { ...common(view), ...rest, filters: [...apiFilters(view.filters), ...filters] };
  const mode = compare ? comparison(view) : undefined;
  const answer = mode
    ? await ask<Answer>("/api/v2/reports/comparison", { ...asked, compare: compare === "whole" ? { ...mode, same_elapsed: false } : mode }, signal)
    : await ask<Answer>("/api/v2/query", asked, signal);
  noteWarnings(answer.meta);
  return answer;
}

/** The answer of `/api/v2/reports/NAME` about what the view shows. `wanted` is what the report takes besides. */
export async function report<T extends { meta: Meta }>(
  name: string,
  view: View,
  wanted: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<T> {
  const answer = await ask<T>(`/api/v2/reports/${name}`, { ...common(view), filters: apiFilters(view.filters), ...wanted }, signal);
  noteWarnings(answer.meta);
  return answer;
}

function common(view: View): { site_id: string; date_range: string | [string, string] } {
  return { site_id: site().key, date_range: dateRange(view.period, site().today) };
}

function comparison(view: View): Record<string, unknown> | undefined {
  const { compare } = view;
  // There is nothing before all time.
  if (compare.mode === "none" || view.period.name === "all") return undefined;
  if (compare.mode === "custom") return { mode: "custom", date_range: [compare.from, compare.to] };
  return { mode: compare.mode, match_day_of_week: compare.matchDayOfWeek };
}
