/** A menu that opens below a button: `<details>`, so that it works by keyboard; `menus.ts` closes it. */
import { element } from "../dom.ts";

export interface Menu {
  element: HTMLDetailsElement;
  label: HTMLElement;
  list: HTMLElement;
}

export function menu(title: string, className = ""): Menu {
  const label = element("span", "menu-label");
  // The name has to hold what can be seen: people speak it to their computer.
  const summary = element("summary", "button quiet", element("span", "visually-hidden", `${title}: `), label);
  summary.title = title;
  const list = element("div", "menu");
  const made = element("details", `drop ${className}`, summary, list);
  made.dataset.menu = "";
  return { element: made, label, list };
}

export interface Choice {
  label: string;
  href: string;
  key?: string;
  current?: boolean;
  /** Without it the link is followed inside the page by `choose`. */
  choose(): void;
}

/** A line of a menu: a real link, so that it opens in another tab as well. */
export function choice({ label, href, key, current = false, choose }: Choice): HTMLAnchorElement {
  const link = element("a", "", element("span", "", label));
  link.href = href;
  if (current) link.setAttribute("aria-current", "true");
  if (key) link.append(element("kbd", "", key));
  inPage(link, choose);
  return link;
}

/** A plain click stays on the page; a click that asks for another tab goes its way. */
export function inPage(link: HTMLAnchorElement, run: () => void): void {
  link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link.closest<HTMLDetailsElement>("details[data-menu]")?.removeAttribute("open");
    run();
  });
}
