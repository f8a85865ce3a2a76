/** Axes, scales and marks of a chart of values over time. */
import uPlot from "uplot";
import { spread } from "./labels.ts";
import { drawMarks, seriesOf } from "./lines.ts";
import type { Picture } from "./picture.ts";

const LABEL_WIDTH = 74;
const AXIS_HEIGHT = 30;
const LEAST_ROOM = 26;

type Hook = (plot: uPlot) => void;

/** `point` is called when the pointer moves, `drawn` after every drawing; colours and font are those of the box. */
export function optionsOf(picture: Picture, box: HTMLElement, { point, drawn }: { point: Hook; drawn: Hook }): uPlot.Options {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour("--muted"), font: `12px ${style.fontFamily}`, ticks: { show: false } };
  return {
    width: box.clientWidth,
    height: box.clientHeight,
    padding: [10, roomFor(picture.ticks.at(-1) ?? "", axis.font), 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: colour("--card") } },
    hooks: { setCursor: [point], draw: [(plot) => drawMarks(plot, picture.marks ?? [], colour("--muted")), drawn] },
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

/** Half of the last label of the axis stands at the right of the plot. */
function roomFor(label: string, font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return LABEL_WIDTH / 2;
  context.font = font;
  return Math.max(LEAST_ROOM, Math.ceil(context.measureText(label).width / 2) + 4);
}
