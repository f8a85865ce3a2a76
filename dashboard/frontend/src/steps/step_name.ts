/** A step as people read it. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import type { ApiFilter } from "../view/filters.ts";
import { filterWords } from "../view/words.ts";
import { asProperty, type Action } from "./action.ts";

/** `/cart`, `Purchase`: what it is, with its kind and its filters beside it. */
export function stepName(action: Action): HTMLElement {
  const label = element("span", "label", action.value);
  label.title = `${text(`step.${action.kind}`)}: ${action.value}`;
  const kind = element("span", "step-kind-name", text(`step.${action.kind}`));
  const made = element("span", "step-name", label, action.kind === "page" ? "" : kind);
  const where = filtersInWords(action.filters);
  if (where) made.append(element("span", "step-where", where));
  return made;
}

/** `/ → /cart → Purchase` */
export const route = (actions: readonly Action[]): string => actions.map(({ value }) => value).join(" → ");

function filtersInWords(filters: readonly ApiFilter[]): string {
  return filters.map(inWords).filter(Boolean).join(", ");
}

function inWords(filter: ApiFilter): string {
  const found = asProperty(filter);
  if (!found) return text("step.complexWhere");
  if (!found.property || !found.value) return "";
  const { name, operator, values } = filterWords({ operator: found.operator as never, dimension: `event:props:${found.property}`, values: [found.value] });
  return `${name} ${operator} ${values}`;
}
