/** The filters of the page as chips: edit, turn around, remove. */
import { button, element } from "../dom.ts";
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
  const edit = button("chip-text", element("span", "chip-name", name), () => editFilter(filter));
  edit.append(` ${operator} `, element("strong", "", values));
  edit.title = text("filter.edit", { filter: words });
  const change = (other: Filter | undefined) => () => look({ filters: replaced(view().filters, filter, other) });
  const turn = signed("chip-turn", isNegated(filter) ? "≠" : "=", text("filter.negate", { filter: words }), change(negated(filter)));
  const remove = signed("chip-remove", "×", text("filter.remove", { filter: words }), change(undefined));
  const turns = operatorsOf(filter.dimension).includes(negated(filter).operator);
  const made = element("span", `chip${isNegated(filter) ? " negated" : ""}`, ...(turns ? [turn] : []), edit, remove);
  made.dataset.dimension = filter.dimension;
  return made;
}

function clear(): HTMLElement {
  return signed("chip-clear", text("filter.clear"), text("filter.clear"), () => look({ filters: [] }));
}

/** A button whose sign is no word. */
function signed(className: string, sign: string, title: string, run: () => void): HTMLButtonElement {
  const made = button(className, sign, run);
  made.title = title;
  made.setAttribute("aria-label", title);
  return made;
}
