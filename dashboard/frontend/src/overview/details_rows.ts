/** The rows of a full table: asked page by page, or at once where the page has the names by which they are searched. */
import { valueName } from "../dimension.ts";
import { query, type Meta, type Row, type Value } from "../stats.ts";
import type { Order } from "../table.ts";
import type { View } from "../view/view.ts";
import { figuresOf, lacksData, type Figures } from "./compared.ts";
import { plain } from "./metrics.ts";
import type { Breakdown } from "./panels_list.ts";
import { exitRates, visitors } from "./panels_load.ts";
import { asked, baseFilters, ownFilters, pageFilters, tableMetrics } from "./panels_metrics.ts";

/** Values that are few and have names in the language of the page; the server knows only their codes. */
const NAMED = ["visit:country", "visit:language", "visit:channel", "visit:device", "event:goal"];
const MOST_NAMED = 1000;
const MOST_EXIT_RATES = 1000;
const AT_ONCE = 1000;
export const MOST_ROWS = 10_000;

export interface DetailLine extends Figures {
  value: string;
}

export interface Wanted {
  search: string;
  order: Order;
  offset: number;
  limit: number;
}

export interface Rows {
  lines: DetailLine[];
  total: number;
  /** What the percentages are of; null where they would say nothing. */
  all: number | null;
  warnings: Meta["metric_warnings"];
  /** Whether there was data in the whole time that is compared with. */
  comparable: boolean;
}

export class DetailRows {
  readonly metrics: string[];
  readonly #about: View;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(
    readonly breakdown: Breakdown,
    view: View,
  ) {
    this.#about = { ...view, filters: pageFilters(breakdown.dimension, view.filters) };
    this.metrics = tableMetrics(breakdown.dimension, this.#about.filters);
  }

  get filters(): View["filters"] {
    return this.#about.filters;
  }

  async page(wanted: Wanted, signal: AbortSignal): Promise<Rows> {
    if (!NAMED.includes(this.breakdown.dimension)) return this.#ask(wanted, signal);
    const first: Wanted = { search: "", order: { by: this.metrics[0] ?? "", direction: "desc" }, offset: 0, limit: MOST_NAMED };
    const rows = await this.#once("rows", () => this.#ask(first));
    const { lines, total } = pageOf(rows.lines, wanted, this.metrics, this.breakdown.dimension);
    return { ...rows, lines, total };
  }

  /** All rows that were searched for, up to `MOST_ROWS`; `progress` is told how many there are. */
  async every({ search, order }: Wanted, signal: AbortSignal, progress: (done: number, total: number) => void): Promise<DetailLine[]> {
    const lines: DetailLine[] = [];
    let total = 1;
    while (lines.length < Math.min(total, MOST_ROWS)) {
      const page = await this.page({ search, order, offset: lines.length, limit: AT_ONCE }, signal);
      // Fewer rows than before, because something was erased meanwhile.
      if (!page.lines.length) break;
      lines.push(...page.lines);
      total = page.total;
      progress(lines.length, Math.min(total, MOST_ROWS));
    }
    return lines;
  }

  async #ask({ search, order, offset, limit }: Wanted, signal?: AbortSignal): Promise<Rows> {
    const { dimension } = this.breakdown;
    const own = asked(this.metrics);
    const metrics = [...own, ...entries(own, dimension, search !== "" || this.#about.filters.some((filter) => filter.dimension === dimension))];
    const order_by: [string, "asc" | "desc"][] = [[order.by, order.direction]];
    // Rows with the same figure have an order too, or pages would repeat some of them.
    if (order.by !== dimension) order_by.push([dimension, "asc"]);
    const wanted = { metrics, dimensions: [dimension], filters: ownFilters(this.breakdown, search), order_by, include: { total_rows: true }, pagination: { limit, offset } };
    const [found, all, rates] = await Promise.all([query(this.#about, wanted, signal, true), this.#everybody(), this.#rates()]);
    const lines = found.results.map((row): DetailLine => {
      const value = String(row.dimensions[0] ?? "");
      const { metrics: values, before, change } = figuresOf(metrics.length > own.length ? entered(row, metrics) : row, metrics);
      const line = { value, metrics: this.#placed(values, rates?.get(value) ?? null) };
      return before && change ? { ...line, before: this.#placed(before, null), change: this.#placed(change, null) } : line;
    });
    return { lines, total: found.meta.total_rows ?? lines.length, all, warnings: found.meta.metric_warnings, comparable: !lacksData(found.meta) };
  }

  /** The values of the answer in the places of all metrics, the exit rate among them. */
  #placed<T>(values: readonly T[], exitRate: T | null): (T | null)[] {
    const rest = [...values];
    return this.metrics.map((metric) => (metric === "exit_rate" ? exitRate : (rest.shift() ?? null)));
  }

  async #everybody(): Promise<number | null> {
    if (this.metrics.some((metric) => metric.endsWith("conversion_rate"))) return null;
    const filters = this.breakdown.dimension === "event:name" ? baseFilters(this.#about.filters) : this.#about.filters;
    return this.#once("all", () => visitors({ ...this.#about, filters }));
  }

  async #rates(): Promise<Map<string, number> | undefined> {
    if (!this.metrics.includes("exit_rate")) return undefined;
    return this.#once("exits", () => exitRates(this.#about, MOST_EXIT_RATES));
  }

  /** Asked for once, even when the page of rows that first needed it is not wanted any more. */
  #once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name) as Promise<T> | undefined;
    if (known) return known;
    const asking = ask();
    this.#kept.set(name, asking);
    asking.catch(() => this.#kept.delete(name));
    return asking;
  }
}

/**
 * Of pages, averages over visits are those of the visits that entered there: such a figure besides tells whether there
 * were any. Views per visit are never 0 then; but where pages are filtered the API tells only the duration.
 */
function entries(metrics: readonly string[], dimension: string, filtered: boolean): string[] {
  if (dimension !== "event:page" || !metrics.includes("bounce_rate")) return [];
  return [filtered ? "visit_duration" : "views_per_visit"];
}

/** The row without a bounce rate where the last figure, one of those who entered, says that nobody did. */
export function entered(row: Pick<Row, "metrics" | "comparison">, metrics: readonly string[]): Pick<Row, "metrics" | "comparison"> {
  const bounces = metrics.indexOf("bounce_rate");
  const told = (values: readonly Value[]): Value[] => values.map((value, place) => (place === bounces && !value && values.at(-1) === 0 ? null : value));
  const { comparison } = row;
  return { metrics: told(row.metrics), ...(comparison ? { comparison: { ...comparison, metrics: told(comparison.metrics) } } : {}) };
}

/** The page of rows that was asked for, found by the names that people see. */
export function pageOf(lines: readonly DetailLine[], { search, order, offset, limit }: Wanted, metrics: readonly string[], dimension: string): { lines: DetailLine[]; total: number } {
  const like = search.toLocaleLowerCase();
  const found = lines.filter(({ value }) => !like || `${valueName(dimension, value)} ${value}`.toLocaleLowerCase().includes(like));
  const place = metrics.indexOf(order.by);
  const sign = order.direction === "asc" ? 1 : -1;
  const byName = (one: DetailLine, other: DetailLine): number => valueName(dimension, one.value).localeCompare(valueName(dimension, other.value));
  const compare = (one: DetailLine, other: DetailLine): number => {
    if (place < 0) return sign * byName(one, other);
    const [some, others] = [plain(one.metrics[place]) ?? -Infinity, plain(other.metrics[place]) ?? -Infinity];
    return some === others ? byName(one, other) : sign * (some < others ? -1 : 1);
  };
  return { lines: found.sort(compare).slice(offset, offset + limit), total: found.length };
}
