/** The form for a goal: an event or a page, its name, and revenue. */
import { element } from "../dom.ts";
import { field, input, MOST_NAME, select } from "../form/fields.ts";
import type { Goal } from "../goals.ts";
import { text } from "../messages.ts";
import { currencies } from "./currencies.ts";
import type { Kind } from "./goal_filter.ts";
import { matches } from "./goal_matches.ts";
import { candidates } from "./goal_suggestions.ts";
import type { FormParts } from "./section.ts";

const MOST_EVENT = 120;
const MOST_PAGE = 500;

export function goalForm(goal?: Goal): FormParts {
  const fields = {
    event: input("event", { value: goal?.event ?? "", maxLength: MOST_EVENT }),
    page: input("page", { value: goal?.page ?? "", maxLength: MOST_PAGE, placeholder: "/thanks/*" }),
  };
  const name = input("name", { value: goal?.name ?? "", maxLength: MOST_NAME });
  const currency = select("currency", currencies(), goal?.currency ?? "");
  const revenue = field(text("goal.currency"), currency, text("goal.currencyHint"));
  const boxes = {
    event: field(text("goal.eventName"), fields.event, text("goal.eventHint")),
    page: field(text("goal.pagePath"), fields.page, text("goal.pageHint")),
  };
  const preview = matches();
  let kind: Kind = goal?.page ? "page" : "event";
  const show = () => {
    for (const each of KINDS) {
      boxes[each].hidden = fields[each].disabled = each !== kind;
      fields[each].required = each === kind;
    }
    revenue.hidden = kind !== "event";
    name.placeholder = usualName(kind, fields[kind].value);
    preview.ask(kind, fields[kind].value);
  };
  const choice = kindChoice(kind, (chosen) => {
    kind = chosen;
    show();
  });
  for (const each of KINDS) {
    fields[each].addEventListener("input", show);
    if (!goal) boxes[each].append(candidates(each, (value) => fill(fields[each], value)));
  }
  show();
  const body = () => ({
    [kind]: fields[kind].value,
    name: name.value.trim() || name.placeholder,
    currency: kind === "event" ? currency.value : "",
  });
  return { content: [choice, boxes.event, boxes.page, preview.element, field(text("things.name"), name, text("goal.nameHint")), revenue], body };
}

const KINDS: readonly Kind[] = ["event", "page"];

function usualName(kind: Kind, value: string): string {
  const name = kind === "event" || !value ? value : text("goal.visit", { page: value });
  return name.trim().slice(0, MOST_NAME);
}

/** As if it had been typed. */
function fill(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Event or page, as two radio buttons. */
function kindChoice(current: Kind, choose: (kind: Kind) => void): HTMLElement {
  const choices = KINDS.map((kind) => {
    const radio = input("kind", { type: "radio", value: kind, checked: kind === current });
    radio.addEventListener("change", () => choose(kind));
    return element("label", "", radio, element("span", "", text(`goal.by.${kind}`)));
  });
  return element("fieldset", "either", element("legend", "visually-hidden", text("goal.kind")), ...choices);
}
