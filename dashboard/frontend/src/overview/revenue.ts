/** Which goals of the site count money. */
import { ask } from "../ask.ts";
import { site } from "../site.ts";
import { filtersOn, type Filter } from "../view/filters.ts";

export interface Goal {
  id: string;
  name: string;
  event: string | null;
  page: string | null;
  currency: string | null;
}

let known: Promise<Goal[]> | undefined;

/** The site's goals; asked for once a page. */
export function goals(): Promise<Goal[]> {
  known ??= ask<{ results: Goal[] }>(`/api/v2/sites/${encodeURIComponent(site().key)}/goals?limit=1000`).then(
    ({ results }) => results,
    (failure: unknown) => {
      known = undefined;
      throw failure;
    },
  );
  return known;
}

/** Whether all goals that are filtered by have one currency: other revenue cannot be added up. */
export async function hasRevenue(filters: readonly Filter[]): Promise<boolean> {
  const named = filtersOn(filters, "event:goal").flatMap(({ values }) => values);
  if (!named.length) return false;
  const currencies = new Set((await goals()).filter(({ name }) => named.includes(name)).map(({ currency }) => currency));
  return currencies.size === 1 && !currencies.has(null);
}
