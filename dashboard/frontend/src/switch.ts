/** A few choices beside each other of which one is on, such as units or periods. */
import { button, element } from "./dom.ts";

export interface Option {
  value: string;
  label: string;
  title?: string;
}

/** `update` marks the one that is on; a click on another one calls `choose`. */
export function switchOf(title: string, options: readonly Option[], choose: (value: string) => void): { element: HTMLElement; update(current: string): void } {
  const buttons = options.map(({ value, label, title: hint = "" }) => {
    const made = button("switch-option", label, () => choose(value));
    made.value = value;
    if (hint) made.title = hint;
    return made;
  });
  const made = element("div", "switch", ...buttons);
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", title);
  return {
    element: made,
    update(current) {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === current));
    },
  };
}
