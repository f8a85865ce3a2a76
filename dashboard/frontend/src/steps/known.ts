/** What the site has that a step can be, for suggestions: its pages, events and goals, the most frequent first. */
import { goals } from "../goals.ts";
import { query } from "../stats.ts";
import type { ApiFilter } from "../view/filters.ts";
import { view } from "../view/view.ts";
import type { Kind } from "./action.ts";
import { folders } from "./folders.ts";

export interface Known {
  value: string;
  /** undefined where nobody has counted them. */
  visitors?: number;
}

const MOST = 300;
const kept = new Map<string, Promise<Known[]>>();

/** The values of a kind in the time that the page looks at. */
export function known(kind: Kind): Promise<Known[]> {
  return once(`${kind} ${JSON.stringify(view().period)}`, () => find(kind));
}

/** Values that a property of these pages or events has. */
export async function values(dimension: string, filters: ApiFilter[] = []): Promise<Known[]> {
  const asked = { ...view(), filters: [] };
  const { results } = await query(asked, { metrics: ["visitors"], dimensions: [dimension], filters, pagination: { limit: MOST } });
  return results.map((row) => ({ value: String(row.dimensions[0] ?? ""), visitors: Number(row.metrics[0]) }));
}

async function find(kind: Kind): Promise<Known[]> {
  if (kind === "goal") return (await goals()).map(({ name }) => ({ value: name }));
  if (kind === "event") return (await values("event:name")).filter(({ value }) => value !== "pageview" && value !== "engagement");
  const pages = await values("event:page");
  return [...pages, ...folders(pages).map(({ value }) => ({ value }))];
}

function once(key: string, ask: () => Promise<Known[]>): Promise<Known[]> {
  const found = kept.get(key) ?? ask();
  kept.set(key, found);
  // A failure is not kept: the next look tries again.
  found.catch(() => kept.delete(key));
  return found;
}
