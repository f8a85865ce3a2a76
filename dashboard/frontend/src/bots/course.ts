/** Hits over time, a line for each group of kinds. */
import { short, whole } from "../chart/labels.ts";
import { SeriesChart } from "../chart/series.ts";
import { element, find } from "../dom.ts";
import { compact, number } from "../format.ts";
import { text } from "../messages.ts";
import { isNow, nowLabel } from "../overview/time_labels.ts";
import { site } from "../site.ts";
import { table } from "../table.ts";
import { axis } from "../vitals/axis.ts";
import { wallTime } from "../wall_time.ts";
import { GROUPS, sum, type Bots, type Point } from "./bots.ts";

export class Course {
  readonly element = element("div", "bots-course");
  readonly #table = element("div", "visually-hidden");
  readonly #chart: SeriesChart;

  constructor() {
    const box = element("div");
    box.setAttribute("aria-hidden", "true");
    this.element.append(box, this.#table);
    this.#chart = new SeriesChart(box);
  }

  show({ series, meta: { date_range: range, interval, counted_from: since } }: Bots): void {
    const points = new Map(series.map((point) => [point.time, point]));
    const first = [wallTime(since, site().timeZone).date, ...series.map(({ time }) => time)].sort()[0] ?? "";
    const now = nowLabel(interval);
    const labels = axis(range, interval, site().today, interval === "hour" ? [...points.keys(), `${now.slice(0, 13)}:00:00`] : [...points.keys()]);
    const hitsOf = (label: string, kinds: Parameters<typeof sum>[1]) => sum(points.get(label)?.kinds ?? {}, kinds);
    this.#chart.show({
      ticks: labels.map((label) => short(label, interval)),
      lines: GROUPS.map(({ name, kinds, look }) => ({ label: text(`bots.group.${name}`), values: labels.map((label) => (label < first ? null : hitsOf(label, kinds))), look })),
      say: compact,
      tip: (place) => [
        element("span", "tip-time", whole(labels[place] ?? "", interval)),
        ...GROUPS.map(({ name, kinds }) => element("span", "tip-value", element("span", "", text(`bots.group.${name}`)), number(hitsOf(labels[place] ?? "", kinds)))),
      ],
      unfinished: isNow(labels.at(-1) ?? "", interval),
    });
    this.#table.replaceChildren(numbers(series, (label) => whole(label, interval)));
  }
}

/** The same for screen readers; without the box that scrolls, which would take the focus without being seen. */
function numbers(series: readonly Point[], say: (label: string) => string): HTMLElement {
  const columns = [
    { label: text("bots.time"), cell: ({ time }: Point) => say(time) },
    ...GROUPS.map(({ name, kinds }) => ({ label: text(`bots.group.${name}`), cell: (point: Point) => number(sum(point.kinds, kinds)) })),
  ];
  return find(table(columns, series, text("bots.course")), "table");
}
