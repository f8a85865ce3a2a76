/** A small button in the head of a card. */
import { element } from "../dom.ts";

export function cardAction(label: string, run: () => void): HTMLButtonElement {
  const made = element("button", "card-action", label);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}
