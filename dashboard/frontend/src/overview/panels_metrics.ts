/** Which figures a breakdown has: the rules of the API (`liveinsight/query/rules.py`), so that nothing is asked in vain. */
import { PROPS } from "../dimension.ts";
import type { ApiFilter, Filter } from "../view/filters.ts";
import { isConversion } from "./metrics.ts";
import type { Breakdown } from "./panels_list.ts";

/** The first one decides the order and the length of the bars. */
export function barMetrics(dimension: string, filters: readonly Filter[]): string[] {
  if (dimension === "event:goal") return ["visitors", "events", "conversion_rate", "total_revenue"];
  if (dimension === "event:name" || dimension.startsWith(PROPS)) return ["visitors", "events"];
  if (isConversion(filters)) return ["visitors", "group_conversion_rate"];
  if (dimension === "event:page") return ["visitors", ...reading(filters), "percentage"];
  if (dimension === "visit:entry_page") return ["visits", ...(ofEvents(filters) ? [] : ["bounce_rate"])];
  if (dimension === "visit:exit_page") return ["visits", "exit_rate"];
  return ["visitors", "percentage"];
}

/** All figures that go with the dimension, for the full table. */
export function tableMetrics(dimension: string, filters: readonly Filter[]): string[] {
  const revenue = ["total_revenue", "average_revenue"];
  if (dimension === "event:goal") return ["visitors", "events", "conversion_rate", ...revenue];
  if (isConversion(filters)) return ["visitors", "events", "group_conversion_rate", ...revenue];
  if (dimension === "event:name" || dimension.startsWith(PROPS)) return ["visitors", "events"];
  // Visits with a certain event have no bounces, and the event is no pageview.
  const happened = ofEvents(filters) ? ["events"] : ["pageviews"];
  const bounces = ofEvents(filters) ? [] : ["bounce_rate"];
  if (dimension === "event:page") return ["visitors", ...happened, ...bounces, ...reading(filters)];
  if (dimension === "event:hostname") return ["visitors", "visits", ...happened];
  if (dimension === "visit:entry_page") return ["visits", "visitors", ...bounces, "visit_duration"];
  if (dimension === "visit:exit_page") return ["visits", "exit_rate", "visitors", "visit_duration"];
  // Of visits that saw a page, only the views of that page are known here.
  const onPage = filters.some((filter) => filter.dimension === "event:page");
  return ["visitors", "visits", ...happened, ...(onPage ? [] : ["views_per_visit"]), ...bounces, "visit_duration"];
}

/** Whether a filter chooses events by what they are. */
const ofEvents = (filters: readonly Filter[]): boolean =>
  filters.some(({ dimension }) => dimension === "event:name" || dimension.startsWith(PROPS));

/** How pages are read is measured by events of its own: of pages with a certain event nothing is known. */
const reading = (filters: readonly Filter[]): string[] => (ofEvents(filters) ? [] : ["time_on_page", "scroll_depth"]);

/** Exit rates come from a report of their own; the Stats API does not know them. */
export const asked = (metrics: readonly string[]): string[] => metrics.filter((metric) => metric !== "exit_rate");

/** The filters on a breakdown besides those of the page: what it leaves out, and what was searched for. */
export function ownFilters({ dimension, without = [] }: Breakdown, search = ""): ApiFilter[] {
  const left: ApiFilter[] = without.length ? [["is_not", dimension, without]] : [];
  return search ? [...left, ["contains", dimension, [search], { case_sensitive: false }]] : left;
}

/**
 * The filters of the page for a breakdown. Goals are listed whichever of them is chosen, so that one can go from one to
 * the other; the same for events.
 */
export function pageFilters(dimension: string, filters: readonly Filter[]): Filter[] {
  const own = dimension === "event:goal" || dimension === "event:name";
  return own ? filters.filter((filter) => filter.dimension !== "event:goal" && filter.dimension !== "event:name") : [...filters];
}

/** The filters that make nobody a converted visitor: what a conversion is a part of. */
export function baseFilters(filters: readonly Filter[]): Filter[] {
  return filters.filter(({ dimension }) => dimension !== "event:goal" && dimension !== "event:name" && !dimension.startsWith(PROPS));
}

/** The text by which a figure is called: visitors are conversions where a goal is meant. */
export function nameOf(metric: string, dimension: string, filters: readonly Filter[]): string {
  const converting = isConversion(filters) || dimension === "event:goal";
  if (dimension === "visit:entry_page" && metric === "visits") return "entries";
  if (dimension === "visit:exit_page" && metric === "visits") return "exits";
  if (metric === "visitors" && converting) return "conversions";
  if (metric === "events" && converting) return "completions";
  return metric === "group_conversion_rate" ? "conversion_rate" : metric;
}
