/** A line of a step's form: a property that the event must have. */
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";
import { OPERATORS, type ApiFilter } from "../view/filters.ts";
import { asProperty, propertyFilter, type Action } from "./action.ts";
import { values } from "./known.ts";

/** The filter as it is now, undefined when it is taken away; `typing`: more is likely to come. */
type Changed = (filter: ApiFilter | undefined, typing: boolean) => void;

let made = 0;

export function propertyRow(filter: ApiFilter, action: Action, changed: Changed): HTMLElement {
  const remove = button("icon-button", "×", () => changed(undefined, false));
  remove.title = text("step.removeWhere");
  remove.setAttribute("aria-label", remove.title);
  const found = asProperty(filter);
  // What the API can say and this form cannot is shown as it is, so that it is not lost unseen.
  if (!found) return element("li", "step-filter", element("code", "", JSON.stringify(filter)), remove);
  const property = input(found.property, text("step.property"));
  const value = input(found.value, text("step.propertyValue"));
  const operator = element("select");
  for (const each of OPERATORS) operator.append(new Option(text(`operator.${each}`), each));
  operator.value = found.operator;
  operator.setAttribute("aria-label", text("filter.operator"));
  const tell = (typing: boolean) => changed(propertyFilter({ operator: operator.value, property: property.value, value: value.value }), typing);
  for (const each of [property, value]) each.addEventListener("input", () => tell(true));
  operator.addEventListener("change", () => tell(false));
  return element("li", "step-filter", property, operator, value, suggested(value, () => property.value.trim(), action), remove);
}

function input(value: string, label: string): HTMLInputElement {
  const made = element("input");
  Object.assign(made, { value, maxLength: 300, autocomplete: "off", spellcheck: false, placeholder: label });
  made.setAttribute("aria-label", label);
  return made;
}

/** The values that the property has on events of this step. */
function suggested(value: HTMLInputElement, property: () => string, { kind, value: of }: Action): HTMLDataListElement {
  const list = element("datalist");
  list.id = `property-values-${++made}`;
  value.setAttribute("list", list.id);
  value.addEventListener("focus", () => {
    if (!property()) return;
    const filters: ApiFilter[] = of ? [["is", kind === "event" ? "event:name" : `event:${kind}`, [of]]] : [];
    values(`event:props:${property()}`, filters).then(
      (found) => list.replaceChildren(...found.filter((each) => each.value !== "(none)").map((each) => new Option(each.value, each.value))),
      () => {},
    );
  });
  return list;
}
