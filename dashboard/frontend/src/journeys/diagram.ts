/** A journey as a flow from step to step. Pointing at a node, or focusing it, shows what flows through it. */
import { element, svg } from "../dom.ts";
import { number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { inPage } from "../view/menu.ts";
import { hrefWith, setParameters } from "../view/view.ts";
import { nodeName, percentOf, type JourneysAnswer } from "./answer.ts";
import { writeJourney, type Journey } from "./definition.ts";
import { band, layout, type Layout, type PlacedLink, type PlacedNode } from "./layout.ts";
import { heads } from "./heads.ts";
import { tip } from "./tip.ts";

const REM = { least: 2.75, gap: 0.5, whole: 20, column: 9, mostColumn: 17, room: 4.5, widePart: 0.7 };

export class Diagram {
  readonly element = element("div", "flow-scroll");
  readonly #board = element("div", "flow");
  readonly #ways = svg("svg", { class: "flow-ways", "aria-hidden": "true" });
  readonly #tip = element("div", "flow-tip");
  #answer: JourneysAnswer | undefined;
  #journey: Journey | undefined;
  #width = 0;

  constructor() {
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", text("journey.diagram"));
    this.#tip.hidden = true;
    this.element.append(this.#board);
    new ResizeObserver(() => {
      if (this.element.clientWidth !== this.#width) this.#draw();
    }).observe(this.element);
  }

  show(answer: JourneysAnswer, journey: Journey): void {
    [this.#answer, this.#journey] = [answer, journey];
    this.#draw();
    // What was asked about is what to see first, also where it is at the far end.
    this.element.scrollLeft = journey.forward ? 0 : this.element.scrollWidth;
  }

  #draw(): void {
    const [answer, journey] = [this.#answer, this.#journey];
    this.#width = this.element.clientWidth;
    if (!answer || !journey || !this.#width) return;
    const found = layout(answer.nodes, answer.links, answer.visits, journey.forward, this.#sizes(answer));
    this.#board.style.setProperty("width", `${found.width}px`);
    this.#tip.hidden = true;
    this.#ways.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
    this.#ways.setAttribute("width", String(found.width));
    this.#ways.setAttribute("height", String(found.height));
    this.#ways.replaceChildren(...found.links.map((placed) => this.#way(placed, found)));
    const nodes = found.nodes.map((placed, place) => ({ placed, made: this.#node(placed, place, found, answer, journey) }));
    // Read in the order in which they are seen: column by column, from the top.
    nodes.sort(({ placed: one }, { placed: other }) => one.node.step - other.node.step || one.y - other.y);
    const list = element("ol", "flow-nodes", ...nodes.map(({ made }) => made));
    list.style.setProperty("height", `${found.height}px`);
    const canvas = element("div", "flow-canvas", list, this.#tip);
    canvas.prepend(this.#ways);
    this.#board.replaceChildren(heads(found, answer, journey), canvas);
  }

  #sizes(answer: JourneysAnswer) {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const columns = Math.max(0, ...answer.nodes.map(({ step }) => step)) + 1;
    const room = REM.room * rem;
    // The flows get their part of the width as well: they are what there is to see.
    const fitting = (this.#width / columns) * REM.widePart;
    const column = Math.min(Math.max(fitting, REM.column * rem), REM.mostColumn * rem);
    const spare = columns > 1 ? Math.max(0, this.#width - column * columns) / (columns - 1) : 0;
    return { column, room: Math.max(room, spare), gap: REM.gap * rem, least: REM.least * rem, whole: REM.whole * rem };
  }

  #way(placed: PlacedLink, { nodes }: Layout): SVGPathElement {
    const { link } = placed;
    const [source, target] = [nodes[link.source], nodes[link.target]];
    const made = svg("path", { d: band(placed), class: `flow-way to-${target?.node.type ?? ""}` });
    made.dataset.source = String(link.source);
    made.dataset.target = String(link.target);
    const title = svg("title");
    if (source && target) {
      const values = { from: nodeName(source.node), to: nodeName(target.node), visits: counted("visits", link.visits), share: share(percentOf(link.visits, source.node.visits)) };
      title.textContent = text("journey.way", values);
    }
    made.append(title);
    return made;
  }

  #node(placed: PlacedNode, place: number, found: Layout, answer: JourneysAnswer, journey: Journey): HTMLElement {
    const { node } = placed;
    const part = element("span", "flow-part", `${number(node.visits)} · ${share(percentOf(node.visits, answer.visits))}`);
    const bar = element("span", "flow-bar");
    bar.style.setProperty("height", `${Math.max(2, placed.flow)}px`);
    const content = [bar, element("span", "flow-label", nodeName(node)), part];
    const inner = this.#door(placed, journey, content);
    inner.classList.add("flow-node", `is-${node.type}`);
    const made = element("li", "", inner);
    const { style } = made;
    style.setProperty("left", `${placed.x}px`);
    style.setProperty("top", `${placed.y}px`);
    style.setProperty("height", `${placed.height}px`);
    style.setProperty("width", `${this.#sizes(answer).column}px`);
    for (const [on, off] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]] as const) {
      made.addEventListener(on, () => this.#point(place, placed, found));
      made.addEventListener(off, () => this.#point());
    }
    return made;
  }

  /** A page or event leads to the journeys from there; the rest to more of it; leaving leads nowhere. */
  #door({ node }: PlacedNode, journey: Journey, content: HTMLElement[]): HTMLElement {
    const next = following(node.type, node.label, journey);
    if (!next) return element("div", "", ...content);
    const values = { draft: writeJourney(next), journey: null };
    const link = element("a", "", ...content);
    link.href = hrefWith(values);
    link.setAttribute("aria-describedby", node.type === "other" ? "flow-more" : "flow-from-here");
    inPage(link, () => setParameters(values));
    return link;
  }

  #point(place?: number, placed?: PlacedNode, found?: Layout): void {
    const [answer, journey] = [this.#answer, this.#journey];
    const pointed = place !== undefined && placed && found && answer && journey;
    this.#board.classList.toggle("pointed", Boolean(pointed));
    for (const way of this.#ways.querySelectorAll<SVGPathElement>(".flow-way")) {
      way.classList.toggle("on", way.dataset.source === String(place) || way.dataset.target === String(place));
    }
    this.#tip.hidden = !pointed;
    if (!pointed) return;
    this.#tip.replaceChildren(...tip(place, answer, journey.forward));
    const left = Math.min(placed.x, found.width - this.#tip.offsetWidth);
    this.#tip.style.setProperty("left", `${Math.max(0, left)}px`);
    this.#tip.style.setProperty("top", `${placed.y + placed.height + 6}px`);
  }
}

function following(type: string, label: string, journey: Journey): Journey | undefined {
  if (type === "pageview") return { ...journey, action: { kind: "page", value: label, filters: [] } };
  if (type === "event") return { ...journey, action: { kind: "event", value: label, filters: [] } };
  return type === "other" && journey.top < 50 ? { ...journey, top: Math.min(50, journey.top * 2) } : undefined;
}
