/** A funnel that the site could begin with: from where visits begin, over what buyers look at, to its best goal. */
import { goals, type Goal } from "../goals.ts";
import { page, type Action } from "../steps/action.ts";
import { folders } from "../steps/folders.ts";
import { values, type Known } from "../steps/known.ts";
import type { ApiFilter } from "../view/filters.ts";

/** Goals that this share of those who reach the last one reach as well lie on the way to it. */
const ON_THE_WAY = 0.6;
const MOST = 5;

export interface Facts {
  entries: readonly Known[];
  /** Of those who reached the last goal, or of all when there is none. */
  pages: readonly Known[];
  goals: readonly Known[];
  events: readonly Known[];
  last: Goal | undefined;
}

/** Undefined while the site has too little to make a funnel of. */
export async function suggestion(): Promise<Action[] | undefined> {
  const [entries, reached, every] = await Promise.all([values("visit:entry_page"), values("event:goal"), goals()]);
  const last = bestGoal(every, reached);
  const done: ApiFilter[] = last ? [["has_done", ["is", "event:goal", [last.name]]]] : [];
  const [pages, onTheWay, events] = await Promise.all([values("event:page", done), values("event:goal", done), last ? [] : values("event:name")]);
  return chain({ entries, pages, goals: onTheWay, events, last });
}

/** One that earns money before others, then the most frequent event, then the most frequent page. */
export function bestGoal(every: readonly Goal[], reached: readonly Known[]): Goal | undefined {
  const visitors = (goal: Goal) => reached.find(({ value }) => value === goal.name)?.visitors ?? 0;
  const rank = (goal: Goal) => (goal.currency ? 2 : goal.event ? 1 : 0);
  return every.filter(visitors).sort((one, other) => rank(other) - rank(one) || visitors(other) - visitors(one))[0];
}

export function chain({ entries, pages, goals: others, events, last }: Facts): Action[] | undefined {
  const steps: Action[] = [];
  if (entries[0]) steps.push(page(entries[0].value));
  const folder = folders(pages)[0];
  if (folder && !steps.some(({ value }) => value.startsWith(folder.value.slice(0, -1)))) steps.push(page(folder.value));
  if (last) steps.push(...onTheWay(others, last.name), { kind: "goal", value: last.name, filters: [] });
  const event = events.find(({ value }) => value !== "pageview" && value !== "engagement");
  if (!last && event) steps.push({ kind: "event", value: event.value, filters: [] });
  if (steps.length === 1) steps.push(...pages.filter(({ value }) => value !== steps[0]?.value).slice(0, 1).map(({ value }) => page(value)));
  return steps.length > 1 ? steps : undefined;
}

function onTheWay(others: readonly Known[], last: string): Action[] {
  const all = others.find(({ value }) => value === last)?.visitors ?? 0;
  return others
    .filter(({ value, visitors = 0 }) => value !== last && visitors >= all * ON_THE_WAY)
    .slice(0, MOST - 3)
    .map(({ value }) => ({ kind: "goal", value, filters: [] }));
}
