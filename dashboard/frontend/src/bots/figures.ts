/** How many hits there were, of all bots and of each group; each group shows the line that it has in the chart. */
import { element } from "../dom.ts";
import { number, share } from "../format.ts";
import { counted, has, text } from "../messages.ts";
import { GROUPS, sum, type Bots, type ByKind, type Kind } from "./bots.ts";

export function figures({ hits, kinds, bots }: Bots): HTMLElement {
  const counts: ByKind = Object.fromEntries(kinds.map((each) => [each.kind, each.hits]));
  const all = figure("all", hits, counted("bots.names", bots.length));
  const groups = GROUPS.map(({ name, kinds: of }) => {
    const found = sum(counts, of);
    return figure(name, found, found ? `${share((100 * found) / hits)} · ${counted("bots.names", names(kinds, of))}` : "");
  });
  return element("ul", "kpis bot-figures", all, ...groups);
}

const names = (kinds: Bots["kinds"], of: readonly Kind[]): number =>
  kinds.filter(({ kind }) => of.includes(kind)).reduce((total, { bots }) => total + bots, 0);

function figure(name: string, hits: number, below: string): HTMLElement {
  const label = element("span", "kpi-name", text(`bots.group.${name}`));
  if (name !== "all") label.prepend(element("i", `line-sample line-${name}`), " ");
  const made = element("li", "kpi still", label, element("span", "kpi-value", number(hits)), element("span", "kpi-before", below));
  if (has(`bots.group.${name}.hint`)) made.title = text(`bots.group.${name}.hint`);
  return made;
}
