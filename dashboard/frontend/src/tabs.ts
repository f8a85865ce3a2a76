/** Tabs inside a panel, as the ARIA authoring practices describe them; the choice is remembered in this browser. */
import { button, element } from "./dom.ts";

export interface Tab {
  name: string;
  label: string;
}

/** A list of tabs for `panel`; calls `choose` on a change. `key` is the name to remember the choice by. */
export function tabs(list: readonly Tab[], panel: HTMLElement, key: string, choose: (name: string) => void): { element: HTMLElement; current(): string } {
  let current = remembered(key, list);
  const box = element("div", "tab-list");
  box.setAttribute("role", "tablist");
  panel.id ||= `panel-${key}`;
  panel.setAttribute("role", "tabpanel");
  const buttons = list.map(({ name, label }) => {
    const made = button("tab", label, () => select(name));
    made.id = `tab-${key}-${name}`;
    made.setAttribute("role", "tab");
    made.setAttribute("aria-controls", panel.id);
    return made;
  });
  const mark = () => {
    buttons.forEach((button, place) => {
      const chosen = list[place]?.name === current;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen) panel.setAttribute("aria-labelledby", button.id);
    });
  };
  const select = (name: string) => {
    if (name === current) return;
    current = name;
    remember(key, name);
    mark();
    choose(name);
  };
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const next = buttons[(buttons.findIndex((button) => button.tabIndex === 0) + step + buttons.length) % buttons.length];
    next?.click();
    next?.focus();
  });
  box.append(...buttons);
  mark();
  return { element: box, current: () => current };
}

function remembered(key: string, list: readonly Tab[]): string {
  let found: string | null = null;
  try {
    found = localStorage.getItem(`li.tab.${key}`);
  } catch {
    // Storage can be forbidden; then the first tab is shown.
  }
  return list.some(({ name }) => name === found) ? found! : (list[0]?.name ?? "");
}

function remember(key: string, name: string): void {
  try {
    localStorage.setItem(`li.tab.${key}`, name);
  } catch {
    // Only the convenience is lost.
  }
}
