/** What a goal that is being written would have counted in the last 30 days. */
import { isAborted } from "../ask.ts";
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { counted, text } from "../messages.ts";
import { query } from "../stats.ts";
import { view } from "../view/view.ts";
import { goalFilter, type Kind } from "./goal_filter.ts";

const TYPING_MS = 250;
const MOST_PAGES = 5;

/** An element that says it, and what to call when the goal has changed. */
export function matches(): { element: HTMLElement; ask(kind: Kind, value: string): void } {
  const made = element("div", "goal-matches");
  made.setAttribute("role", "status");
  let asking: AbortController | undefined;
  let waiting = 0;
  const ask = (kind: Kind, value: string) => {
    clearTimeout(waiting);
    asking?.abort();
    if (!value.trim()) return made.replaceChildren(text(`goal.matches.${kind}`));
    made.classList.add("late");
    waiting = window.setTimeout(() => {
      const { signal } = (asking = new AbortController());
      found(kind, value.trim(), signal).then(
        (parts) => made.replaceChildren(...parts),
        (failure: unknown) => isAborted(failure) || made.replaceChildren(text("goal.matches.unknown")),
      ).finally(() => signal.aborted || made.classList.remove("late"));
    }, TYPING_MS);
  };
  return { element: made, ask };
}

async function found(kind: Kind, value: string, signal: AbortSignal): Promise<(Node | string)[]> {
  const filters = [goalFilter(kind, value)];
  const asked = { ...view(), period: { name: "30d" } as const, filters: [] };
  const metric = kind === "event" ? "events" : "pageviews";
  const pages = kind === "page" && value.includes("*");
  const [totals, rows] = await Promise.all([
    query(asked, { metrics: ["visitors", metric], filters }, signal),
    pages ? query(asked, { metrics: ["visitors"], dimensions: ["event:page"], filters, pagination: { limit: MOST_PAGES } }, signal) : undefined,
  ]);
  const [visitors, times] = (totals.results[0]?.metrics ?? [0, 0]).map(Number) as [number, number];
  if (!times) return [text(`goal.matches.none.${kind}`)];
  const says = text("goal.matches.found", { visitors: counted("visitors", visitors), times: counted(`goal.times.${kind}`, times) });
  return [says, ...(rows ? [pageList(rows.results.map(({ dimensions, metrics }) => [String(dimensions[0]), Number(metrics[0])]))] : [])];
}

function pageList(pages: readonly [string, number][]): HTMLElement {
  return element("ul", "", ...pages.map(([page, visitors]) => element("li", "", element("code", "", page), ` ${number(visitors)}`)));
}
