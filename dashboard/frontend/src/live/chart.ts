/** The last 30 minutes: visitors as bars, pageviews as a line, and the same as a table for screen readers. */
import uPlot from "uplot";
import { element, find } from "../dom.ts";
import { clock, number, shortClock } from "../format.ts";
import { onThemeChange } from "../theme.ts";
import type { Minute } from "./types.ts";

const HEIGHT = 190;
const MINUTE_S = 60;
const NARROW = 420;

export class MinuteChart {
  readonly #box: HTMLElement;
  readonly #tip = element("div", "chart-tip");
  readonly #rows: HTMLElement;
  #plot: uPlot | undefined;
  #minutes: readonly Minute[] = [];

  constructor(
    root: ParentNode,
    private readonly timeZone: string,
    private readonly say: (minute: Minute) => string,
  ) {
    this.#box = find(root, "[data-chart]");
    this.#rows = find(root, "[data-chart-table] tbody");
    this.#tip.hidden = true;
    new ResizeObserver(() => this.#plot?.setSize({ width: this.#box.clientWidth, height: HEIGHT })).observe(this.#box);
    onThemeChange(() => this.#draw());
  }

  show(minutes: readonly Minute[]): void {
    if (JSON.stringify(minutes) === JSON.stringify(this.#minutes)) return;
    this.#minutes = minutes;
    this.#fillTable();
    if (this.#plot) this.#plot.setData(this.#data());
    else this.#draw();
  }

  #data(): uPlot.AlignedData {
    const column = (pick: (minute: Minute) => number) => this.#minutes.map(pick);
    // The line ends with the last whole minute: the running one would look like a fall each time it begins.
    const line = [...column((m) => m.pageviews).slice(0, -1), null];
    return [column((m) => m.at / 1000), column((m) => m.visitors), line];
  }

  /** A canvas takes its colours once, so another theme is another plot. */
  #draw(): void {
    if (!this.#minutes.length) return;
    this.#plot?.destroy();
    this.#box.replaceChildren();
    this.#plot = new uPlot(this.#options(), this.#data(), this.#box);
    this.#plot.over.append(this.#tip);
  }

  #options(): uPlot.Options {
    const style = getComputedStyle(this.#box);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const font = `12px ${style.fontFamily}`;
    const axis = { stroke: colour("--muted"), font, ticks: { show: false } };
    return {
      width: this.#box.clientWidth,
      height: HEIGHT,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      hooks: { setCursor: [(plot) => this.#point(plot)] },
      scales: {
        x: { time: false, range: (_plot, least, most) => [least - MINUTE_S / 2, most + MINUTE_S / 2] },
        y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.12)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          gap: 6,
          size: 28,
          splits: (plot, _axis, least, most) => marks(least, most, plot.width < NARROW ? 10 : 5),
          values: (_plot, splits) => splits.map((at) => shortClock(at * 1000, this.timeZone)),
        },
        {
          ...axis,
          size: 36,
          gap: 6,
          grid: { stroke: colour("--line"), width: 1 },
          incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
          space: 38,
          values: (_plot, splits) => splits.map((value) => number(value)),
        },
      ],
      series: [
        {},
        { fill: colour("--accent"), width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.68, 22], radius: 0.22 }) },
        // Straight from minute to minute: a rounded line would show highs and lows that never were.
        { stroke: colour("--second"), width: 2, points: { show: false }, paths: uPlot.paths.linear!() },
      ],
    };
  }

  #point(plot: uPlot): void {
    const minute = plot.cursor.idx == null ? undefined : this.#minutes[plot.cursor.idx];
    this.#tip.hidden = !minute || (plot.cursor.left ?? -1) < 0;
    if (!minute || this.#tip.hidden) return;
    this.#tip.textContent = this.say(minute);
    const x = plot.valToPos(minute.at / 1000, "x");
    this.#tip.style.setProperty("--x", `${Math.min(Math.max(x, 70), plot.over.clientWidth - 70)}px`);
  }

  #fillTable(): void {
    const rows = this.#minutes.map((minute) => {
      const head = element("th", "", clock(minute.at, this.timeZone));
      head.scope = "row";
      return element("tr", "", head, element("td", "", number(minute.visitors)), element("td", "", number(minute.pageviews)));
    });
    this.#rows.replaceChildren(...rows);
  }
}

/** Every few minutes by the clock, but for the edges, where a label would be cut. */
function marks(least: number, most: number, minutes: number): number[] {
  const step = minutes * MINUTE_S;
  const found = [];
  for (let at = Math.ceil((least + MINUTE_S) / step) * step; at <= most - MINUTE_S; at += step) found.push(at);
  return found;
}
