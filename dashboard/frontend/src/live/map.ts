/** The world map: countries shaded by their visitors, a bubble on each, and a ping where something happens. */
import { svg } from "../dom.ts";
import { country } from "../format.ts";
import { counted } from "../messages.ts";
import type { LiveEvent, Ranked } from "./types.ts";

interface World {
  width: number;
  height: number;
  shapes: Record<string, string>;
  centres: Record<string, [number, number]>;
}

const PING_MS = 1600;
const MOST_PINGS = 12;
const LEVELS = 5;

export class WorldMap {
  readonly #shapes = new Map<string, SVGPathElement>();
  readonly #bubbles = new Map<string, SVGCircleElement>();
  readonly #layer = svg("g", { class: "bubbles" });
  readonly #pings = svg("g", { class: "pings" });
  #world: World | undefined;
  #ranked: readonly Ranked[] = [];

  constructor(
    private readonly root: HTMLElement,
    url: string,
  ) {
    void this.#load(url);
  }

  show(ranked: readonly Ranked[]): void {
    this.#ranked = ranked;
    if (!this.#world) return;
    const most = Math.max(1, ...ranked.map((row) => row.visitors));
    const here = new Map(ranked.map((row) => [row.value, row.visitors]));
    for (const [code, shape] of this.#shapes) {
      const visitors = here.get(code) ?? 0;
      shape.setAttribute("class", visitors ? `level-${Math.ceil((LEVELS * visitors) / most)}` : "");
      shape.firstElementChild!.textContent = visitors ? said(code, visitors) : country(code);
    }
    for (const [code, bubble] of this.#bubbles) if (!here.has(code)) this.#drop(code, bubble);
    for (const [code, visitors] of here) this.#bubble(code, visitors, most);
  }

  ping(events: readonly LiveEvent[]): void {
    for (const { country: code, type } of events) {
      const centre = this.#world?.centres[code];
      if (!centre || type === "engagement" || this.#pings.childElementCount >= MOST_PINGS) continue;
      const ring = svg("circle", { class: "ping", cx: centre[0], cy: centre[1], r: 22 });
      this.#pings.append(ring);
      setTimeout(() => ring.remove(), PING_MS);
    }
  }

  async #load(url: string): Promise<void> {
    const response = await fetch(url);
    if (!response.ok) return;
    const world = (await response.json()) as World;
    const land = svg("g", { class: "land" });
    for (const [code, d] of Object.entries(world.shapes)) {
      const shape = svg("path", { d });
      shape.append(svg("title"));
      land.append(shape);
      if (!code.startsWith("_")) this.#shapes.set(code, shape);
    }
    const picture = svg("svg", { viewBox: `0 0 ${world.width} ${world.height}`, preserveAspectRatio: "xMidYMid meet" });
    picture.append(land, this.#pings, this.#layer);
    this.root.replaceChildren(picture);
    this.#world = world;
    this.show(this.#ranked);
  }

  #bubble(code: string, visitors: number, most: number): void {
    const centre = this.#world?.centres[code];
    if (!centre) return;
    let bubble = this.#bubbles.get(code);
    if (!bubble) {
      bubble = svg("circle", { cx: centre[0], cy: centre[1] });
      bubble.append(svg("title"));
      this.#bubbles.set(code, bubble);
      this.#layer.append(bubble);
    }
    // The area, not the radius, tells how many.
    bubble.setAttribute("r", (4 + 11 * Math.sqrt(visitors / Math.max(most, 4))).toFixed(1));
    bubble.firstElementChild!.textContent = said(code, visitors);
  }

  #drop(code: string, bubble: SVGCircleElement): void {
    bubble.remove();
    this.#bubbles.delete(code);
  }
}

function said(code: string, visitors: number): string {
  return `${country(code)}: ${counted("visitors", visitors)}`;
}
