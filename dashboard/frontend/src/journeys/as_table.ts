/** The flows of a journey as a table: for who reads rather than looks, and for spreadsheets. */
import { button, element } from "../dom.ts";
import { number, share } from "../format.ts";
import { text } from "../messages.ts";
import { csv, download, table, type Column } from "../table.ts";
import { nodeName, percentOf, type JourneysAnswer, type Link } from "./answer.ts";

export function asTable({ nodes, links }: JourneysAnswer, forward: boolean): HTMLElement {
  const name = (place: number) => (nodes[place] ? nodeName(nodes[place]) : "");
  const part = ({ source, visits }: Link) => percentOf(visits, nodes[source]?.visits ?? 0);
  const columns: Column<Link>[] = [
    { label: text("journey.step"), cell: ({ step }) => number(step + 1), plain: ({ step }) => step + 1 },
    // Time goes from left to right here as well.
    { label: text("journey.from"), cell: (link) => name(forward ? link.source : link.target) },
    { label: text("journey.to"), cell: (link) => name(forward ? link.target : link.source) },
    { label: text("journey.visits"), number: true, cell: ({ visits }) => number(visits), plain: ({ visits }) => visits },
    { label: text(forward ? "journey.shareFrom" : "journey.shareTo"), number: true, cell: (link) => share(part(link)), plain: (link) => part(link).toFixed(1) },
  ];
  const save = button("button quiet small", text("table.csv"), () => download("journey.csv", csv(columns, links)));
  const made = element("details", "flow-table", element("summary", "", text("journey.table")), save, table(columns, links, text("journey.table")));
  return made;
}
