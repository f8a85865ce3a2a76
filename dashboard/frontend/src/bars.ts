/** Ranked rows: a bar for the share, a label that filters the page, figures at the end. */
import { valueElement, valueName } from "./dimension.ts";
import { element } from "./dom.ts";
import { text } from "./messages.ts";
import { filtersOn, toggled } from "./view/filters.ts";
import { inPage } from "./view/menu.ts";
import { hrefOf, look, view } from "./view/view.ts";

export interface BarRow {
  value: string;
  /** Stands for the value where its name alone says too little. */
  name?: string;
  /** 0 to 1, of the longest bar. */
  share: number;
  /** The last one is printed in bold. */
  figures: (string | Node)[];
}

/**
 * A list of values of a dimension. A click on one looks at it alone, another click at everything again. `filter` is
 * the dimension to filter by where it is another one, null where the rows do not filter.
 */
export function bars(dimension: string, rows: readonly BarRow[], heads: readonly (string | Node)[], filter: string | null = dimension): HTMLElement {
  const lines = rows.map((row) => line(dimension, row, filter));
  const top = element("li", "bar-head", element("span", "", heads[0] ?? ""), ...heads.slice(1).map((head) => element("span", "figure", head)));
  top.setAttribute("aria-hidden", "true");
  return element("ol", "bars", top, ...lines);
}

function line(dimension: string, row: BarRow, filter: string | null): HTMLElement {
  const fill = element("span", "bar-fill");
  fill.style.setProperty("--share", String(Math.max(0, Math.min(1, row.share))));
  const figures = row.figures.map((figure) => element("span", "figure", figure));
  const made = element("li", "bar-row-item", fill, filterLink(dimension, row.value, filter, row.name), ...figures);
  if (filter && filtersOn(view().filters, filter).some((each) => each.operator === "is" && each.values.includes(row.value))) made.classList.add("chosen");
  return made;
}

/** A value that looks at itself alone on a click. `chosen` is told after that. */
export function filterLink(dimension: string, value: string, filter: string | null = dimension, name = "", chosen: () => void = () => {}): HTMLElement {
  const shown = name ? element("span", "label", name) : valueElement(dimension, value);
  if (!filter) return shown;
  const link = element("a", "bar-link", shown);
  const filters = toggled(view().filters, filter, value);
  link.href = hrefOf({ filters });
  link.title = text("filter.by", { value: name || valueName(dimension, value) });
  inPage(link, () => {
    look({ filters: toggled(view().filters, filter, value) });
    chosen();
  });
  return link;
}
