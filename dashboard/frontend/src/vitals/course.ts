/** The chosen metric over time, with Google's thresholds as lines across. */
import { short, whole } from "../chart/labels.ts";
import { SeriesChart } from "../chart/series.ts";
import { element, find } from "../dom.ts";
import { counted, text } from "../messages.ts";
import { site } from "../site.ts";
import { table } from "../table.ts";
import type { Interval } from "../view/view.ts";
import { axis, goesOn } from "./axis.ts";
import { rating, said, THRESHOLDS, type Metric, type Percentile, type Point, type Vitals } from "./metrics.ts";
import { badge } from "./rating.ts";

export class Course {
  readonly #chart: SeriesChart;
  readonly #table = element("div", "visually-hidden");
  readonly #key = element("p", "hint");

  constructor(body: HTMLElement) {
    const box = element("div", "vitals-course");
    box.setAttribute("aria-hidden", "true");
    body.replaceChildren(box, this.#key, this.#table);
    this.#chart = new SeriesChart(box);
  }

  show(answer: Vitals, metric: Metric, percentile: Percentile, interval: Interval): void {
    const points = new Map(answer.series.filter((point) => point.metric === metric).map((point) => [point.time, point]));
    const labels = axis(answer.meta.date_range, interval, site().today, [...points.keys()]);
    const [good, fair] = THRESHOLDS[metric];
    const last = labels.at(-1);
    this.#key.textContent = text("vitals.lines", { good: said(metric, good), poor: said(metric, fair) });
    this.#chart.show({
      ticks: labels.map((label) => short(label, interval)),
      lines: [{ label: metric, values: labels.map((label) => points.get(label)?.[percentile] ?? null), look: "main" }],
      say: (value) => said(metric, value),
      tip: (place) => tip(labels[place] ?? "", points.get(labels[place] ?? ""), percentile, interval),
      atLeast: fair * 1.15,
      marks: [good, fair],
      unfinished: last !== undefined && points.has(last) && goesOn(last, interval, site().today),
    });
    this.#table.replaceChildren(numbers([...points.values()], metric, percentile, interval));
  }
}

function tip(label: string, point: Point | undefined, percentile: Percentile, interval: Interval): (Node | string)[] {
  const when = element("span", "hint", whole(label, interval));
  if (!point) return [when, element("br"), text("vitals.noSamples")];
  const value = element("strong", "", said(point.metric, point[percentile]));
  return [when, element("br"), value, " ", badge(rating(point.metric, point[percentile])), element("br"), counted("vitals.samples", point.samples)];
}

function numbers(points: readonly Point[], metric: Metric, percentile: Percentile, interval: Interval): HTMLElement {
  const columns = [
    { label: text("vitals.time"), cell: ({ time }: Point) => whole(time, interval) },
    { label: `${metric} ${percentile}`, cell: (point: Point) => said(metric, point[percentile]) },
    { label: text("vitals.measurements"), cell: ({ samples }: Point) => String(samples) },
  ];
  // Without the box that scrolls, which would take the focus without being seen.
  return find(table(columns, points, text("vitals.courseOf", { metric })), "table");
}
