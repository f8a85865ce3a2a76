/** A step in the form of a funnel, with the buttons that move and remove it. */
import { button, element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import type { Action } from "../steps/action.ts";
import { StepField } from "../steps/step_field.ts";
import { LEAST_STEPS } from "./definition.ts";

export interface StepChanges {
  changed(action: Action): void;
  move(to: number): void;
  remove(): void;
}

export function stepRow(action: Action, place: number, count: number, changes: StepChanges): HTMLElement {
  const label = text("funnel.step", { n: number(place + 1) });
  const chosen = new StepField(action, label, (next) => changes.changed(next));
  const up = tool("↑", "funnel.up", label, place > 0, () => changes.move(place - 1));
  const down = tool("↓", "funnel.down", label, place < count - 1, () => changes.move(place + 1));
  const remove = tool("×", "funnel.removeStep", label, count > LEAST_STEPS, () => changes.remove());
  const tools = element("span", "step-tools", up, down, remove);
  const made = element("div", "step-row", element("span", "funnel-place", number(place + 1)), chosen.element, tools);
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  made.addEventListener("keydown", (event) => {
    const to = place + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0);
    // With Alt alone: without it the arrows belong to the field that has the focus.
    if (!event.altKey || event.ctrlKey || event.metaKey || to === place || to < 0 || to >= count) return;
    event.preventDefault();
    changes.move(to);
  });
  return element("li", "", made);
}

function tool(sign: string, name: string, step: string, works: boolean, run: () => void): HTMLElement {
  const made = button("icon-button", sign, run);
  made.disabled = !works;
  made.title = text(name);
  made.setAttribute("aria-label", `${text(name)}: ${step}`);
  return made;
}
