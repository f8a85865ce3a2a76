/** Values over time as lines: one that counts, others to compare it with; a tip under the pointer, notes on the axis. */
import uPlot from "uplot";
import { element } from "../dom.ts";
import { onThemeChange } from "../theme.ts";
import { spread } from "./labels.ts";

export interface Line {
  label: string;
  values: readonly (number | null)[];
  /** `main`: filled; `other`: dashed; a colour name of the style sheet for further lines. */
  look: "main" | "other" | `--${string}`;
}

export interface Note {
  place: number;
  text: string;
  open?(): void;
}

export interface Picture {
  /** What stands below the axis, one for each value. */
  ticks: readonly string[];
  /** How wide a tick is at most, where they are not dates. */
  tickWidth?: number;
  lines: readonly Line[];
  /** How a value reads on the axis. */
  say(value: number): string;
  /** What the tip says about a place. */
  tip(place: number): (Node | string)[];
  /** The last value is of a time that goes on; its line is dotted. */
  unfinished?: boolean;
  notes?: readonly Note[];
  /** The least that the axis reaches to. */
  atLeast?: number;
  /** Values that a line across marks, such as thresholds. */
  marks?: readonly number[];
  choose?(place: number): void;
}

const LABEL_WIDTH = 74;
const AXIS_HEIGHT = 30;

export class SeriesChart {
  readonly #tip = element("div", "series-tip");
  readonly #notes = element("div", "series-notes");
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
    this.#placeNotes();
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
    this.#plot = new uPlot(this.#options(picture), [places, ...columns] as uPlot.AlignedData, this.box);
    this.#plot.over.append(this.#tip, this.#notes);
    this.#plot.over.classList.toggle("choosable", Boolean(picture.choose));
    this.#plot.over.addEventListener("click", ({ target }) => {
      const place = this.#plot?.cursor.idx;
      if (place != null && !this.#notes.contains(target as Node)) picture.choose?.(place);
    });
    this.#placeNotes();
  }

  #options(picture: Picture): uPlot.Options {
    const style = getComputedStyle(this.box);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--muted"), font: `12px ${style.fontFamily}`, ticks: { show: false } };
    return {
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      padding: [10, 26, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: colour("--card") } },
      hooks: { setCursor: [(plot) => this.#point(plot)], draw: [(plot) => drawMarks(plot, picture.marks ?? [], colour("--muted"))] },
      scales: {
        x: { time: false, range: (_plot, least, most) => (least === most ? [least - 1, most + 1] : [least, most]) },
        y: { range: (_plot, _least, most) => [0, Math.max(picture.atLeast ?? 4, (most ?? 0) * 1.1)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: AXIS_HEIGHT,
          gap: 8,
          splits: (plot) => spread(picture.ticks.length, plot.over.clientWidth || plot.width - 56, picture.tickWidth ?? LABEL_WIDTH),
          values: (_plot, splits) => splits.map((place) => picture.ticks[place] ?? ""),
        },
        {
          ...axis,
          size: (_plot, values) => 16 + 7 * Math.max(3, ...(values ?? []).map((value) => value.length)),
          gap: 6,
          space: 44,
          grid: { stroke: colour("--line"), width: 1 },
          values: (_plot, splits) => splits.map((value) => picture.say(value)),
        },
      ],
      series: [{}, ...picture.lines.flatMap((line) => seriesOf(line, picture, colour))],
    };
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

  #placeNotes(): void {
    const plot = this.#plot;
    if (!plot) return;
    this.#notes.replaceChildren(
      ...(this.#picture?.notes ?? []).map((note) => {
        const flag = element("button", "series-note", element("span", "visually-hidden", note.text));
        flag.type = "button";
        flag.title = note.text;
        flag.style.setProperty("--x", `${plot.valToPos(note.place, "x")}px`);
        flag.addEventListener("click", (event) => {
          event.stopPropagation();
          note.open?.();
        });
        return flag;
      }),
    );
  }
}

/** A line is drawn in two parts when its end goes on: what is settled, and the way to what is known so far. */
function columnsOf(line: Line, picture: Picture): (number | null)[][] {
  if (line.look !== "main" || !picture.unfinished) return [[...line.values]];
  const last = line.values.findLastIndex((value) => value !== null);
  const settled = line.values.map((value, place) => (place < last ? value : null));
  const running = line.values.map((value, place) => (place >= last - 1 ? value : null));
  return [settled, running];
}

function seriesOf(line: Line, picture: Picture, colour: (name: string) => string): uPlot.Series[] {
  const linear = uPlot.paths.linear!();
  // A single value has no line; it is a point.
  const points = { show: picture.ticks.length === 1, size: 7 };
  if (line.look === "other") return [{ stroke: colour("--muted"), width: 1.5, dash: [5, 5], points, paths: linear }];
  if (line.look !== "main") return [{ stroke: colour(line.look), width: 2, points, paths: linear }];
  const main: uPlot.Series = { stroke: colour("--accent"), width: 2.25, points, paths: linear, fill: (plot) => fade(plot, colour("--accent")) };
  return picture.unfinished ? [main, { ...main, dash: [2, 4] }] : [main];
}

function fade(plot: uPlot, colour: string): CanvasGradient {
  const { top, height } = plot.bbox;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, `color-mix(in srgb, ${colour} 22%, transparent)`);
  gradient.addColorStop(1, `color-mix(in srgb, ${colour} 2%, transparent)`);
  return gradient;
}

function drawMarks(plot: uPlot, marks: readonly number[], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.setLineDash([3, 6]);
  for (const mark of marks) {
    const y = Math.round(plot.valToPos(mark, "y", true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
