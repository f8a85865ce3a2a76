/** What is known about a visit, as links that filter the list. */
import { valueElement, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { filtersOn, toggled } from "../view/filters.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, view } from "../view/view.ts";
import type { Visit } from "./types.ts";

const NOT_SET = "(not set)";

/** The value of a dimension as filters write it; what is not known has a text of its own. */
export function filterValue(dimension: string, value: string): string {
  return value || (dimension === "visit:source" ? "Direct / None" : NOT_SET);
}

/** A value that filters the page; `leave` is called before it does. */
export function filterLink(dimension: string, value: string, leave: () => void = () => {}): HTMLAnchorElement {
  const wanted = filterValue(dimension, value);
  const country = dimension === "visit:country" && value;
  const shown = country ? valueElement(dimension, value) : element("span", "label", shortName(dimension, value, wanted));
  const link = element("a", "filter-link", shown);
  const filters = () => toggled(view().filters, dimension, wanted);
  link.href = withoutVisit(hrefOf({ filters: filters() }));
  link.title = text("filter.by", { value: valueName(dimension, value ? value : wanted) });
  if (filtersOn(view().filters, dimension).some((filter) => filter.operator === "is" && filter.values.includes(wanted))) {
    link.classList.add("chosen");
  }
  inPage(link, () => {
    leave();
    look({ filters: filters() });
  });
  return link;
}

/** Links to what is known of these, with dots between them; one that says "unknown" when nothing is. */
export function known(visit: Visit, names: readonly (keyof Visit)[], leave?: () => void): (Node | string)[] {
  const there = names.filter((name) => visit[name]);
  const shown = there.length ? there : names.slice(0, 1);
  return shown.flatMap((name, place) => {
    const link = filterLink(`visit:${name}`, String(visit[name]), leave);
    return place ? [" · ", link] : [link];
  });
}

/** A link to the list alone, also from within a visit that is open. */
function withoutVisit(href: string): string {
  const url = new URL(href, location.href);
  for (const name of ["session", "at", "offset"]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

function shortName(dimension: string, value: string, wanted: string): string {
  if (!value && dimension !== "visit:source") return text("place.unknown");
  return valueName(dimension, value || wanted);
}
