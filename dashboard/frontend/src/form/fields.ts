/** Fields of forms, and what goes into them. */
import { element } from "../dom.ts";

/** A label with its field, and what is to be known about it. */
export function field<T extends HTMLElement>(label: string, input: T, hint = ""): HTMLElement {
  input.id ||= `field-${Math.random().toString(36).slice(2)}`;
  const name = element("label", "", label);
  name.htmlFor = input.id;
  const made = element("div", "field", name, input);
  if (!hint) return made;
  const says = element("p", "hint", hint);
  says.id = `${input.id}-hint`;
  input.setAttribute("aria-describedby", says.id);
  made.append(says);
  return made;
}

/** An input with its values set. */
export function input(name: string, values: Partial<HTMLInputElement> = {}): HTMLInputElement {
  return Object.assign(element("input"), { name, autocomplete: "off" }, values);
}

export function select(name: string, options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
  const made = element("select");
  made.name = name;
  made.append(...options.map(([each, label]) => new Option(label, each)));
  made.value = value;
  return made;
}

/** How long the names are that people give to what they save. */
export const MOST_NAME = 120;

/** The field for such a name. */
export function nameInput(value = ""): HTMLInputElement {
  return input("name", { required: true, maxLength: MOST_NAME, value });
}
