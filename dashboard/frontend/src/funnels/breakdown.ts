/** A funnel for each value of a dimension of visits: how many take each step, of how many who begin. */
import { button, element } from "../dom.ts";
import { dimensionName, GROUPS, valueElement, valueName } from "../dimension.ts";
import { number, share } from "../format.ts";
import { text } from "../messages.ts";
import { csv, download, table, type Column } from "../table.ts";
import { toggled } from "../view/filters.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, parameter, setParameter, view } from "../view/view.ts";
import type { FunnelAnswer, Group } from "./answer.ts";

const DIMENSIONS = GROUPS.flatMap(([, dimensions]) => dimensions).filter((dimension) => dimension.startsWith("visit:"));
const USUAL = "visit:device";

/** The dimension that the page breaks down by; the URL holds it. */
export function brokenDownBy(): string {
  const wanted = parameter("by") ?? USUAL;
  return DIMENSIONS.includes(wanted) ? wanted : USUAL;
}

export function breakdown({ steps, breakdown: groups }: FunnelAnswer): HTMLElement {
  const columns = columnsFor(steps.map(({ label }) => label));
  const save = button("button quiet small", text("table.csv"), () => download("funnel.csv", csv(columns, groups)));
  const heading = element("h3", "", text("funnel.breakdown"));
  const head = element("header", "funnel-by", heading, chooser(), save);
  return element("section", "funnel-breakdown", head, groups.length ? table(columns, groups, text("funnel.breakdown")) : element("p", "empty", text("funnel.nobody")));
}

function chooser(): HTMLElement {
  const select = element("select", "small");
  select.setAttribute("aria-label", text("funnel.by"));
  for (const [group, dimensions] of GROUPS) {
    const own = dimensions.filter((dimension) => DIMENSIONS.includes(dimension));
    if (!own.length) continue;
    const made = element("optgroup");
    made.label = text(`group.${group}`);
    made.append(...own.map((dimension) => new Option(dimensionName(dimension), dimension)));
    select.append(made);
  }
  select.value = brokenDownBy();
  select.addEventListener("change", () => setParameter("by", select.value === USUAL ? null : select.value, "replace"));
  return select;
}

function columnsFor(labels: readonly string[]): Column<Group>[] {
  const dimension = brokenDownBy();
  return [
    { label: dimensionName(dimension), cell: ({ value }) => filtering(dimension, value), plain: ({ value }) => valueName(dimension, value) },
    // The answer first: with many steps the rest has to be scrolled to.
    {
      label: text("funnel.total"),
      hint: text("funnel.totalHint"),
      number: true,
      cell: ({ steps }) => element("strong", "", share(steps.at(-1)?.total_conversion ?? 0)),
      plain: ({ steps }) => steps.at(-1)?.total_conversion ?? 0,
    },
    ...labels.map((label, place): Column<Group> => ({
      label: `${number(place + 1)}. ${label}`,
      hint: label,
      number: true,
      cell: ({ steps }) => figure(steps[place]?.visitors ?? 0, place ? (steps[place]?.conversion ?? 0) : undefined),
      plain: ({ steps }) => steps[place]?.visitors ?? 0,
    })),
  ];
}

function figure(visitors: number, conversion: number | undefined): HTMLElement {
  const made = element("span", "funnel-cell", number(visitors));
  if (conversion === undefined) return made;
  const part = element("small", "", share(conversion));
  part.title = text("funnel.ofBeforeHint");
  made.append(part);
  return made;
}

/** A click looks at this group alone. */
function filtering(dimension: string, value: string): HTMLElement {
  const link = element("a", "quiet-link", valueElement(dimension, value));
  link.href = hrefOf({ filters: toggled(view().filters, dimension, value) });
  link.title = text("filter.by", { value: valueName(dimension, value) });
  inPage(link, () => look({ filters: toggled(view().filters, dimension, value) }));
  return link;
}
