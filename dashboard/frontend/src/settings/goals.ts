/** Goals: the list, with what they brought this month. */
import { element, find } from "../dom.ts";
import { compact, number, share } from "../format.ts";
import type { Goal } from "../goals.ts";
import { text } from "../messages.ts";
import { sitePath } from "../site.ts";
import { query } from "../stats.ts";
import { writeFilter } from "../view/filters.ts";
import { view } from "../view/view.ts";
import { goalForm } from "./goal_form.ts";
import { suggestions } from "./goal_suggestions.ts";
import { ThingList } from "./list.ts";
import { link, reportHref, tag, what } from "./row.ts";

/** Questions know what has changed a few seconds later. */
const KNOWN_MS = 6000;

export function goalList(): void {
  const figures = new Map<string, HTMLElement>();
  let changed = false;
  new ThingList<Goal>({
    noun: "goal",
    path: sitePath("goals"),
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    row: (goal) => {
      const figure = element("div", "thing-figure");
      figures.set(goal.id, figure);
      return [what(goal.name, ...definition(goal)), figure];
    },
    form: goalForm,
    adds: true,
    changes: true,
    restores: true,
    empty: () => element("p", "empty", text("goal.none")),
    shown: (goals, list) => {
      if (goals.length) void count(goals, figures, !changed);
      if (goals.length && changed) setTimeout(() => void count(goals, figures, true), KNOWN_MS);
      changed = true;
      void suggestions(find(document, "[data-suggestions]"), goals, () => void list.refresh());
    },
  });
}

/** Puts this month's conversions into the rows; what cannot be had, or is not `settled`, is left out. */
async function count(goals: readonly Goal[], figures: ReadonlyMap<string, HTMLElement>, settled: boolean): Promise<void> {
  const asked = { ...view(), period: { name: "month" } as const, filters: [] };
  const answer = await query(asked, { metrics: ["visitors", "conversion_rate"], dimensions: ["event:goal"] }).catch(() => undefined);
  if (!answer) return;
  const metrics = new Map(answer.results.map((row) => [row.dimensions[0], row.metrics.map(Number)]));
  for (const { id, name } of goals) {
    const found = metrics.get(name) ?? (settled ? [] : undefined);
    if (found) figures.get(id)?.replaceChildren(figure(name, found));
  }
}

function definition({ event, page, currency }: Goal): HTMLElement[] {
  const means = element("span", "", `${text(event ? "goal.event" : "goal.page")} `, element("code", "", event ?? page ?? ""));
  return currency ? [means, tag(text("goal.revenueIn", { currency }))] : [means];
}

/** A link to the overview of those who reached it. */
function figure(name: string, [visitors = 0, rate = 0]: readonly number[]): HTMLElement {
  const filter = writeFilter({ operator: "is", dimension: "event:goal", values: [name] });
  const shown = link("", reportHref("", { period: "month", f: filter }), text("goal.explain", { visitors: number(visitors), rate: share(rate) }));
  shown.append(element("strong", "", compact(visitors)), element("span", "", text("goal.thisMonth")));
  return shown;
}
