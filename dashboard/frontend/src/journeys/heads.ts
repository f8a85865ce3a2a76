/** What stands above the columns of a journey. */
import { element } from "../dom.ts";
import { number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { percentOf, type JourneysAnswer } from "./answer.ts";
import type { Journey } from "./definition.ts";
import type { Layout } from "./layout.ts";

/** Which step each column is, and how many visits get that far. */
export function heads({ nodes, width }: Layout, answer: JourneysAnswer, { forward }: Journey): HTMLElement {
  const made = element("div", "flow-heads");
  made.style.setProperty("width", `${width}px`);
  made.setAttribute("aria-hidden", "true");
  const columns = new Map<number, { x: number; visits: number }>();
  for (const { node, x } of nodes) {
    const going = node.type === "exit" || node.type === "entry" ? 0 : node.visits;
    columns.set(node.step, { x, visits: (columns.get(node.step)?.visits ?? 0) + going });
  }
  for (const [step, { x, visits }] of columns) {
    const name = step ? (forward ? text("journey.stepAfter", { n: number(step) }) : counted("journey.stepsBefore", step)) : text(forward ? "journey.start" : "journey.end");
    const head = element("span", "flow-head", element("strong", "", name), ` ${counted("visits", visits)} · ${share(percentOf(visits, answer.visits))}`);
    head.style.setProperty("left", `${x}px`);
    made.append(head);
  }
  return made;
}
