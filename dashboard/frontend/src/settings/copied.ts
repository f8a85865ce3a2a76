/** A text with a button that copies it. */
import { copies } from "../copy.ts";
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";

/** In a box of its own. `name` is what screen readers call it. */
export function copyBox(value: string, name: string): HTMLElement {
  const code = element("code", "", value);
  const box = element("pre", "", code);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", name);
  return element("div", "copy-box", box, copyButton(code, "button quiet"));
}

/** `name` tells apart the buttons of a list. */
export function copyButton(source: Element, className: string, name = ""): HTMLButtonElement {
  const label = element("span", "", text("things.copy"));
  const made = button(className, label);
  if (name) made.append(element("span", "visually-hidden", ` ${name}`));
  copies(made, label, source);
  return made;
}
