/** What flows through a node, in words. */
import { element } from "../dom.ts";
import { share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { nodeName, percentOf, type JourneysAnswer, type Link } from "./answer.ts";

const MOST = 4;

/** `forward`: links lead on in time; otherwise back. */
export function tip(place: number, { nodes, links, visits }: JourneysAnswer, forward: boolean): HTMLElement[] {
  const node = nodes[place];
  if (!node) return [];
  const near = links.filter(({ target }) => target === place);
  const far = links.filter(({ source }) => source === place);
  const name = (link: Link, end: "source" | "target") => {
    const other = nodes[link[end]];
    return element("li", "", element("span", "label", other ? nodeName(other) : ""), element("span", "figure", share(percentOf(link.visits, node.visits))));
  };
  const made = [
    element("strong", "", nodeName(node)),
    element("p", "", text("journey.ofAll", { visits: counted("visits", node.visits), share: share(percentOf(node.visits, visits)) })),
  ];
  const list = (title: string, found: Link[], end: "source" | "target") =>
    found.length ? [element("p", "flow-tip-head", text(title)), element("ul", "", ...found.slice(0, MOST).map((link) => name(link, end)))] : [];
  const [before, after] = [list("journey.cameFrom", forward ? near : far, forward ? "source" : "target"), list("journey.wentTo", forward ? far : near, forward ? "target" : "source")];
  made.push(...before, ...after);
  return made;
}
