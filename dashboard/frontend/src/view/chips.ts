/** The filters of the page as chips: edit, turn around, remove. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { editFilter } from "./filter_dialog.ts";
import { isNegated, negated, operatorsOf, replaced, type Filter } from "./filters.ts";
import { look, view } from "./view.ts";
import { filterWords } from "./words.ts";

export function showChips(box: HTMLElement): void {
  const { filters } = view();
  const chips = filters.map((filter) => chip(filter));
  if (filters.length > 1) chips.push(clear());
  box.replaceChildren(...chips);
  box.hidden = !filters.length;
}

function chip(filter: Filter): HTMLElement {
  const { name, operator, values } = filterWords(filter);
  const words = `${name} ${operator} ${values}`;
  const edit = element("button", "chip-text", element("span", "chip-name", name), ` ${operator} `, element("strong", "", values));
  edit.addEventListener("click", () => void editFilter(filter));
  edit.title = text("filter.edit", { filter: words });
  const turn = button("chip-turn", isNegated(filter) ? "≠" : "=", text("filter.negate", { filter: words }));
  turn.addEventListener("click", () => look({ filters: replaced(view().filters, filter, negated(filter)) }));
  const remove = button("chip-remove", "×", text("filter.remove", { filter: words }));
  remove.addEventListener("click", () => look({ filters: replaced(view().filters, filter, undefined) }));
  const turns = operatorsOf(filter.dimension).includes(negated(filter).operator);
  const made = element("span", `chip${isNegated(filter) ? " negated" : ""}`, ...(turns ? [turn] : []), edit, remove);
  made.dataset.dimension = filter.dimension;
  return made;
}

function clear(): HTMLElement {
  const made = button("chip-clear", text("filter.clear"), text("filter.clear"));
  made.addEventListener("click", () => look({ filters: [] }));
  return made;
}

function button(className: string, label: string, title: string): HTMLButtonElement {
  const made = element("button", className, label);
  made.type = "button";
  made.title = title;
  made.setAttribute("aria-label", title);
  return made;
}
