/** The world map: countries shaded by their visitors, with what a pointer on them says; a click chooses one. */
import { element, svg } from "./dom.ts";

export interface Placed {
  /** ISO 3166-1 alpha-2. */
  value: string;
  visitors: number;
}

export interface MapOptions {
  /** What is said about a country; `row` is missing for one without visitors. */
  say(code: string, row: Placed | undefined): string;
  /** A bubble on every country with visitors; without it only on those that are too small for a shape. */
  bubbles?: boolean;
  choose?(code: string): void;
}

interface World {
  width: number;
  height: number;
  /** Units of the map in one unit of the shapes. */
  step: number;
  shapes: Record<string, string>;
  centres: Record<string, [number, number]>;
}

const PING_MS = 1600;
const MOST_PINGS = 12;
const LEVELS = 5;
const TIP_MARGIN = 8;

/** 1 to 5, by the root: one large country would make all others look alike. */
export function level(visitors: number, most: number): number {
  return visitors > 0 ? Math.max(1, Math.ceil(LEVELS * Math.sqrt(visitors / Math.max(most, 1)))) : 0;
}

export class WorldMap {
  /** When the shapes are there. Rejects when they cannot be loaded. */
  readonly ready: Promise<void>;
  readonly #shapes = new Map<string, SVGPathElement>();
  readonly #bubbles = new Map<string, SVGCircleElement>();
  readonly #layer = svg("g", { class: "bubbles" });
  readonly #pings = svg("g", { class: "pings" });
  readonly #tip = element("div", "chart-tip map-tip");
  #world: World | undefined;
  #rows = new Map<string, Placed>();

  constructor(
    private readonly root: HTMLElement,
    url: string,
    private readonly options: MapOptions,
  ) {
    this.ready = this.#load(url);
    this.ready.catch(() => {});
  }

  show(rows: readonly Placed[], chosen: readonly string[] = []): void {
    this.#rows = new Map(rows.map((row) => [row.value, row]));
    if (!this.#world) return;
    const most = Math.max(1, ...rows.map((row) => row.visitors));
    for (const [code, shape] of this.#shapes) {
      const shade = level(this.#rows.get(code)?.visitors ?? 0, most);
      shape.setAttribute("class", [shade ? `level-${shade}` : "", chosen.includes(code) ? "chosen" : ""].join(" ").trim());
    }
    for (const [code, bubble] of this.#bubbles) if (!this.#rows.has(code)) this.#drop(code, bubble);
    for (const row of rows) if (this.options.bubbles || !this.#shapes.has(row.value)) this.#bubble(row, most);
  }

  /** A ring for a moment where something happens. */
  ping(codes: readonly string[]): void {
    for (const code of codes) {
      const centre = this.#world?.centres[code];
      if (!centre || this.#pings.childElementCount >= MOST_PINGS) continue;
      const ring = svg("circle", { class: "ping", cx: centre[0], cy: centre[1], r: 22 });
      this.#pings.append(ring);
      setTimeout(() => ring.remove(), PING_MS);
    }
  }

  async #load(url: string): Promise<void> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the map cannot be loaded: ${response.status}`);
    const world = (await response.json()) as World;
    const land = svg("g", { class: "land", transform: `scale(${world.step})` });
    for (const [code, d] of Object.entries(world.shapes)) {
      const shape = svg("path", { d, "data-code": code });
      land.append(shape);
      if (!code.startsWith("_")) this.#shapes.set(code, shape);
    }
    const picture = svg("svg", { viewBox: `0 0 ${world.width} ${world.height}`, preserveAspectRatio: "xMidYMid meet", "aria-hidden": "true" });
    picture.append(land, this.#pings, this.#layer);
    this.#tip.hidden = true;
    this.root.replaceChildren(picture, this.#tip);
    this.#listen(picture);
    this.#world = world;
    this.show([...this.#rows.values()]);
  }

  #listen(picture: SVGElement): void {
    picture.addEventListener("pointermove", (event) => this.#point(event));
    picture.addEventListener("pointerleave", () => (this.#tip.hidden = true));
    picture.addEventListener("click", ({ target }) => {
      const code = codeOf(target);
      if (code && this.#rows.has(code)) this.options.choose?.(code);
    });
  }

  #point({ target, clientX, clientY }: PointerEvent): void {
    const code = codeOf(target);
    this.#tip.hidden = !code;
    if (!code) return;
    this.#tip.textContent = this.options.say(code, this.#rows.get(code));
    const box = this.root.getBoundingClientRect();
    const half = this.#tip.offsetWidth / 2 + TIP_MARGIN;
    this.#tip.style.setProperty("--x", `${Math.min(Math.max(clientX - box.left, half), Math.max(half, box.width - half))}px`);
    this.#tip.style.setProperty("--y", `${clientY - box.top}px`);
  }

  #bubble({ value: code, visitors }: Placed, most: number): void {
    const centre = this.#world?.centres[code];
    if (!centre) return;
    let bubble = this.#bubbles.get(code);
    if (!bubble) {
      bubble = svg("circle", { cx: centre[0], cy: centre[1], "data-code": code });
      this.#bubbles.set(code, bubble);
      this.#layer.append(bubble);
    }
    // The area, not the radius, tells how many.
    bubble.setAttribute("r", (4 + 11 * Math.sqrt(visitors / Math.max(most, 4))).toFixed(1));
  }

  #drop(code: string, bubble: SVGCircleElement): void {
    bubble.remove();
    this.#bubbles.delete(code);
  }
}

/** Areas without a code of their own are drawn, and say nothing. */
function codeOf(target: EventTarget | null): string | undefined {
  const code = target instanceof SVGElement ? target.dataset.code : undefined;
  return code?.startsWith("_") ? undefined : code;
}
