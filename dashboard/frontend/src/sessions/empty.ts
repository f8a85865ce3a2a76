/** What to do when there is no visit to show. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, view, type View } from "../view/view.ts";

export function nothing(): HTMLElement {
  const { filters, period } = view();
  if (filters.length) return saying(text("visits.noneFiltered"), way(text("filter.clear"), { filters: [] }));
  if (period.name !== "all") return saying(text("visits.none"), way(text("visits.allTime"), { period: { name: "all" } }));
  const install = element("a", "button quiet small", text("visits.install"));
  install.href = `/sites/${encodeURIComponent(site().key)}/install`;
  return saying(text("visits.never"), ...(site().mayEdit ? [install] : []));
}

function saying(words: string, ...ways: HTMLElement[]): HTMLElement {
  return element("div", "nothing", element("p", "", words), ...ways);
}

function way(label: string, change: Partial<View>): HTMLElement {
  const link = element("a", "button quiet small", label);
  link.href = hrefOf(change);
  inPage(link, () => look(change));
  return link;
}
