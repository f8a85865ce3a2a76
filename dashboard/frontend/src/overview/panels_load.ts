/** The rows of a panel: asked in one or two questions, in the form in which bars and map show them. */
import { query, report, type Meta, type Row, type Value } from "../stats.ts";
import type { View } from "../view/view.ts";
import type { Breakdown } from "./panels_list.ts";
import { barMetrics, baseFilters, ownFilters, pageFilters } from "./panels_metrics.ts";

export const ROWS = 9;
/** More countries than there are. */
const PLACES = 300;

export interface Line {
  value: string;
  metrics: Value[];
}

export interface Loaded {
  breakdown: Breakdown;
  metrics: string[];
  lines: Line[];
  /** How many rows there are in all. */
  total: number;
}

interface PagesAnswer {
  total: number;
  pages: { page: string; exits: number; exit_rate: number }[];
  meta: Meta;
}

export async function loadBreakdown(breakdown: Breakdown, view: View, signal: AbortSignal): Promise<Loaded> {
  const { dimension } = breakdown;
  const filters = pageFilters(dimension, view.filters);
  const metrics = barMetrics(dimension, filters);
  const about = { ...view, filters };
  if (metrics.includes("exit_rate")) return { breakdown, metrics, ...(await exits(about, signal)) };
  // Of what is left after leaving some out, the server would tell the share of the rest.
  const part = breakdown.without ? metrics.filter((metric) => metric !== "percentage") : metrics;
  const wanted = {
    metrics: part,
    dimensions: [dimension],
    filters: ownFilters(breakdown),
    include: { total_rows: true },
    pagination: { limit: breakdown.as === "map" ? PLACES : ROWS },
  };
  const rate = dimension === "event:name" ? "conversion_rate" : part.length < metrics.length ? "percentage" : undefined;
  const base = rate === "conversion_rate" ? { ...about, filters: baseFilters(about.filters) } : about;
  const [found, all] = await Promise.all([query(about, wanted, signal), rate ? visitors(base, signal) : undefined]);
  const loaded = { breakdown, metrics: part, lines: found.results.map(line), total: found.meta.total_rows ?? found.results.length };
  return rate && all !== undefined ? withRate(loaded, rate, all) : withoutEmpty(loaded);
}

export async function visitors(view: View, signal?: AbortSignal): Promise<number> {
  const found = await query(view, { metrics: ["visitors"] }, signal);
  return Number(found.results[0]?.metrics[0] ?? 0);
}

/** With the share of all visitors, in percent, as another figure. */
export function withRate(loaded: Loaded, name: string, all: number): Loaded {
  const rate = ({ metrics }: Line): number => (all ? Math.min(100, (Number(metrics[0]) * 100) / all) : 0);
  return {
    ...loaded,
    metrics: [...loaded.metrics, name],
    lines: loaded.lines.map((each) => ({ ...each, metrics: [...each.metrics, rate(each)] })),
  };
}

/** Without the figures that no row has, such as the revenue of goals without a currency. */
export function withoutEmpty(loaded: Loaded): Loaded {
  const kept = loaded.metrics.map((_, place) => !place || !loaded.lines.length || loaded.lines.some(({ metrics }) => metrics[place] !== null));
  const keep = <T>(list: readonly T[]): T[] => list.filter((_, place) => kept[place] ?? true);
  return { ...loaded, metrics: keep(loaded.metrics), lines: loaded.lines.map((each) => ({ ...each, metrics: keep(each.metrics) })) };
}

async function exits(view: View, signal: AbortSignal): Promise<{ lines: Line[]; total: number }> {
  const { pages, total } = await report<PagesAnswer>("pages", view, { order_by: "exits", pagination: { limit: ROWS } }, signal);
  const lines = pages.filter(({ exits }) => exits > 0).map(({ page, exits, exit_rate }) => ({ value: page, metrics: [exits, exit_rate] }));
  return { lines, total };
}

/** Exit rates by page, of those with the most exits. */
export async function exitRates(view: View, most: number, signal?: AbortSignal): Promise<Map<string, number>> {
  const { pages } = await report<PagesAnswer>("pages", view, { order_by: "exits", pagination: { limit: most } }, signal);
  return new Map(pages.map(({ page, exit_rate }) => [page, exit_rate]));
}

/** Whether the visits were to several hostnames. */
export async function hasHostnames(view: View): Promise<boolean> {
  const wanted = { metrics: ["visitors"], dimensions: ["event:hostname"], include: { total_rows: true }, pagination: { limit: 1 } };
  const found = await query({ ...view, filters: [] }, wanted);
  return (found.meta.total_rows ?? 0) > 1;
}

const line = ({ dimensions, metrics }: Row): Line => ({ value: String(dimensions[0] ?? ""), metrics });
