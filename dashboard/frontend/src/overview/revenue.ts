/** Whether the goals of the view count money. */
import { goals } from "../goals.ts";
import { filtersOn, type Filter } from "../view/filters.ts";

/** Whether all goals that are filtered by have one currency: other revenue cannot be added up. */
export async function hasRevenue(filters: readonly Filter[]): Promise<boolean> {
  const named = filtersOn(filters, "event:goal").flatMap(({ values }) => values);
  if (!named.length) return false;
  const currencies = new Set((await goals()).filter(({ name }) => named.includes(name)).map(({ currency }) => currency));
  return currencies.size === 1 && !currencies.has(null);
}
