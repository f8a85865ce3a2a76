/** How the lines of a chart are drawn. */
import uPlot from "uplot";
import type { Line, Picture } from "./picture.ts";

/** A line is drawn in two parts when its end goes on: what is settled, and the way to what is known so far. */
export function columnsOf(line: Line, picture: Picture): (number | null)[][] {
  if (line.look !== "main" || !picture.unfinished) return [[...line.values]];
  const last = line.values.findLastIndex((value) => value !== null);
  const settled = line.values.map((value, place) => (place < last ? value : null));
  const running = line.values.map((value, place) => (place >= last - 1 ? value : null));
  return [settled, running];
}

export function seriesOf(line: Line, picture: Picture, colour: (name: string) => string): uPlot.Series[] {
  const linear = uPlot.paths.linear!();
  const look = (name: string) => ({ stroke: colour(name), paths: linear, points: { show: false, size: 7, fill: colour(name), filter: alone(line) } });
  if (line.look === "other") return [{ ...look("--muted"), width: 1.5, dash: [5, 5] }];
  if (line.look !== "main") return [{ ...look(line.look), width: 2 }];
  const main: uPlot.Series = { ...look("--accent"), width: 2.25, fill: (plot) => fade(plot, colour("--accent")) };
  return picture.unfinished ? [main, { ...main, dash: [2, 4] }] : [main];
}

/** Which values of a column have no line to another one, and so are points. */
function alone(line: Line): uPlot.Series.Points.Filter {
  const found = lonely(line.values);
  return (plot, column) => found.filter((place) => plot.data[column]?.[place] != null);
}

/** The places of values that have no value before and none after them. */
export function lonely(values: readonly (number | null)[]): number[] {
  const has = (place: number) => values[place] != null;
  return values.flatMap((_, place) => (has(place) && !has(place - 1) && !has(place + 1) ? [place] : []));
}

function fade(plot: uPlot, colour: string): CanvasGradient {
  const { top, height } = plot.bbox;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, `color-mix(in srgb, ${colour} 22%, transparent)`);
  gradient.addColorStop(1, `color-mix(in srgb, ${colour} 2%, transparent)`);
  return gradient;
}

export function drawMarks(plot: uPlot, marks: readonly number[], colour: string): void {
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
