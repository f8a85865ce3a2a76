/** Goals: the list with what they brought this month, and the form for one. */
import { field } from "../dialog.ts";
import { element, find } from "../dom.ts";
import { compact, number, share } from "../format.ts";
import { text } from "../messages.ts";
import { query } from "../stats.ts";
import { writeFilter } from "../view/filters.ts";
import { view } from "../view/view.ts";
import { currencies } from "./currencies.ts";
import { input, select } from "./form.ts";
import { matches } from "./goal_matches.ts";
import { candidates, suggestions } from "./goal_suggestions.ts";
import { ThingList } from "./list.ts";
import { link, reportHref, sitePath, tag, what } from "./row.ts";
import type { FormParts } from "./section.ts";

export interface Goal {
  id: string;
  name: string;
  event: string | null;
  page: string | null;
  currency: string | null;
}

type Counted = Goal & { visitors?: number; rate?: number };

export function goalList(): void {
  new ThingList<Counted>({
    noun: "goal",
    path: sitePath("goals"),
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    row: (goal) => [what(goal.name, definition(goal), ...(goal.currency ? [tag(text("goal.revenueIn", { currency: goal.currency }))] : [])), figure(goal)],
    form: goalForm,
    adds: true,
    changes: true,
    restores: true,
    empty: () => element("p", "empty", text("goal.none")),
    prepare: (goals, signal) => count(goals, signal),
    shown: (goals, list) => void suggestions(find(document, "[data-suggestions]"), goals, () => void list.refresh()),
  });
}

/** This month's conversions; the list is there without them too, for they can be missing for many reasons. */
async function count(goals: Goal[], signal: AbortSignal): Promise<Counted[]> {
  if (!goals.length) return goals;
  const asked = { ...view(), period: { name: "month" } as const, filters: [] };
  const rows = await query(asked, { metrics: ["visitors", "conversion_rate"], dimensions: ["event:goal"] }, signal).then(({ results }) => results, (failure: unknown) => {
    if (signal.aborted) throw failure;
    return undefined;
  });
  const found = new Map(rows?.map(({ dimensions, metrics }) => [dimensions[0], metrics]));
  return goals.map((goal) => {
    const [visitors, rate] = found.get(goal.name) ?? [0, 0];
    return rows ? { ...goal, visitors: Number(visitors), rate: Number(rate) } : goal;
  });
}

function definition({ event, page }: Goal): HTMLElement {
  return element("span", "", `${text(event ? "goal.event" : "goal.page")} `, element("code", "", event ?? page ?? ""));
}

function figure({ name, visitors, rate }: Counted): HTMLElement {
  if (visitors === undefined) return element("div", "thing-figure");
  const filter = writeFilter({ operator: "is", dimension: "event:goal", values: [name] });
  const shown = link("", reportHref("", { period: "month", f: filter }), text("goal.explain", { visitors: number(visitors), rate: share(rate ?? 0) }));
  shown.append(element("strong", "", compact(visitors)), element("span", "", text("goal.thisMonth")));
  return element("div", "thing-figure", shown);
}

function goalForm(goal?: Goal): FormParts {
  const isPage = !!goal?.page;
  const [event, page] = [input("event", { value: goal?.event ?? "", maxLength: 120 }), input("page", { value: goal?.page ?? "", maxLength: 500, placeholder: "/thanks/*" })];
  const name = input("name", { value: goal?.name ?? "", maxLength: 120 });
  const currency = select("currency", currencies(), goal?.currency ?? "");
  const [eventField, pageField] = [field(text("goal.eventName"), event, text("goal.eventHint")), field(text("goal.pagePath"), page, text("goal.pageHint"))];
  const currencyField = field(text("goal.currency"), currency, text("goal.currencyHint"));
  const preview = matches();
  const kinds = kindChoice(isPage ? "page" : "event", (kind) => {
    for (const [each, one] of [["event", event], ["page", page]] as const) one.disabled = !(one.required = each === kind);
    [eventField.hidden, currencyField.hidden, pageField.hidden] = [kind !== "event", kind !== "event", kind !== "page"];
    name.placeholder = kind === "event" ? event.value : page.value && text("goal.visit", { page: page.value });
    preview.ask(kind, kind === "event" ? event.value : page.value);
  });
  for (const one of [event, page]) one.addEventListener("input", kinds.changed);
  if (!goal) {
    const fill = (one: HTMLInputElement) => (value: string) => {
      one.value = value;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    };
    eventField.append(candidates("event", fill(event)));
    pageField.append(candidates("page", fill(page)));
  }
  const body = () => {
    const byEvent = kinds.kind() === "event";
    const values = byEvent ? { event: event.value, currency: currency.value } : { page: page.value, currency: "" };
    return { ...values, ...(name.value.trim() || goal ? { name: name.value.trim() } : {}) };
  };
  kinds.changed();
  return { content: [kinds.element, eventField, pageField, preview.element, field(text("things.name"), name, text("goal.nameHint")), currencyField], body };
}

/** Event or page, as two radio buttons. `changed` is called on a change, and calls `run`. */
function kindChoice(kind: "event" | "page", run: (kind: "event" | "page") => void): { element: HTMLElement; kind(): "event" | "page"; changed(): void } {
  let current = kind;
  const changed = () => run(current);
  const choices = (["event", "page"] as const).map((each) => {
    const radio = input("", { type: "radio", checked: each === kind });
    radio.setAttribute("aria-label", text(`goal.by.${each}`));
    radio.name = "goal-kind";
    radio.addEventListener("change", () => {
      current = each;
      changed();
    });
    return element("label", "", radio, element("span", "", text(`goal.by.${each}`)));
  });
  const made = element("fieldset", "either", element("legend", "visually-hidden", text("goal.kind")), ...choices);
  return { element: made, kind: () => current, changed };
}
