/** Values over time as lines: one that counts, others to compare it with; a tip under the pointer, notes on the axis. */
import uPlot from "uplot";
import { button, element } from "../dom.ts";
import { onThemeChange } from "../theme.ts";
import { columnsOf } from "./lines.ts";
import { optionsOf } from "./options.ts";
import type { Picture } from "./picture.ts";

export class SeriesChart {
  readonly #tip = element("div", "series-tip");
  readonly #flags = element("div", "series-notes");
  #plot: uPlot | undefined;
  #picture: Picture | undefined;

  /** `box` is emptied; its height by CSS is the chart's. For screen readers the page has the numbers in a table. */
  constructor(private readonly box: HTMLElement) {
    box.classList.add("series");
    this.#tip.hidden = true;
    this.#tip.setAttribute("aria-hidden", "true");
    new ResizeObserver(() => this.#resize()).observe(box);
    onThemeChange(() => this.#draw());
  }

  show(picture: Picture): void {
    this.#picture = picture;
    this.#draw();
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (!this.#plot || !width || (this.#plot.width === width && this.#plot.height === height)) return;
    this.#plot.setSize({ width, height });
  }

  /** A canvas takes its colours once, so another theme is another plot. */
  #draw(): void {
    const picture = this.#picture;
    if (!picture) return;
    this.#plot?.destroy();
    this.box.replaceChildren();
    this.#tip.hidden = true;
    const places = picture.ticks.map((_, place) => place);
    const columns = picture.lines.flatMap((line) => columnsOf(line, picture));
    const hooks = { point: (plot: uPlot) => this.#point(plot), drawn: (plot: uPlot) => this.#placeFlags(plot) };
    this.#plot = new uPlot(optionsOf(picture, this.box, hooks), [places, ...columns] as uPlot.AlignedData, this.box);
    this.#plot.over.append(this.#tip, this.#flags);
    this.#plot.over.classList.toggle("choosable", Boolean(picture.choose));
    this.#plot.over.addEventListener("click", ({ target }) => {
      const place = this.#plot?.cursor.idx;
      if (place != null && !this.#flags.contains(target as Node)) picture.choose?.(place);
    });
  }

  #point(plot: uPlot): void {
    const place = plot.cursor.idx;
    this.#tip.hidden = place == null || (plot.cursor.left ?? -1) < 0;
    if (this.#tip.hidden || place == null || !this.#picture) return;
    this.#tip.replaceChildren(...this.#picture.tip(place));
    const x = plot.valToPos(place, "x");
    const half = this.#tip.offsetWidth / 2 + 4;
    this.#tip.style.setProperty("--x", `${Math.min(Math.max(x, half), Math.max(half, plot.over.clientWidth - half))}px`);
  }

  /** Where places lie is known only once the plot has drawn itself, which it does a little later. */
  #placeFlags(plot: uPlot): void {
    const made = (this.#picture?.flags ?? []).map((flag) => {
      const found = button("series-note", element("span", "visually-hidden", flag.text), () => flag.open?.());
      found.title = flag.text;
      found.style.setProperty("--x", `${plot.valToPos(flag.place, "x")}px`);
      return found;
    });
    this.#flags.style.setProperty("--plot", `${plot.over.clientHeight}px`);
    this.#flags.replaceChildren(...made);
  }
}
