/** Where to go from what cannot be shown: without the filter, the period or the comparison that it is about. */
import type { Refused } from "../ask.ts";
import { button } from "../dom.ts";
import { text } from "../messages.ts";
import { meaningOf, type Meaning } from "../refusal.ts";
import { sameFilters, type Filter } from "./filters.ts";
import { DEFAULT } from "./periods.ts";
import { look, view } from "./view.ts";

/** Buttons; none where nothing that the reader chose is at fault. */
export function waysOn(failure: Refused): HTMLElement[] {
  const meaning = meaningOf(failure.code, failure.message);
  if (meaning?.about === "filters") return withoutFilters(suspects(meaning, view().filters));
  if (meaning?.about === "period") return [way("period.30d", () => look({ period: DEFAULT, interval: undefined }))];
  if (meaning?.about === "comparison") return [way("compare.none", () => look({ compare: { mode: "none" } }))];
  return [];
}

/** The filters that a refusal can be about. */
export function suspects({ name, values }: Meaning, filters: readonly Filter[]): Filter[] {
  // The API says no more than the beginning of a long name.
  const goal = values.goal ?? "";
  if (name === "refused.goal") return filters.filter((each) => each.dimension === "event:goal" && each.values.some((value) => value.startsWith(goal)));
  if (name === "refused.pattern") return filters.filter(({ operator }) => operator.startsWith("matches"));
  if (name === "refused.country") return filters.filter(({ dimension }) => dimension === "visit:country");
  return [...filters];
}

function withoutFilters(suspected: readonly Filter[]): HTMLElement[] {
  const [one, ...others] = suspected;
  if (!one) return [];
  const rest = view().filters.filter((filter) => !sameFilters([filter], [one]));
  const ways = others.length ? [] : [way("filter.removeThis", () => look({ filters: rest }))];
  return rest.length ? [...ways, way("filter.clear", () => look({ filters: [] }))] : ways;
}

const way = (name: string, run: () => void): HTMLElement => button("button quiet small", text(name), run);
