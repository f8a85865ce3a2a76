/** The upper part of the overview: figures, and the chart of one of them. */
import { find } from "../dom.ts";
import { text } from "../messages.ts";
import { editNote } from "../notes/edit.ts";
import { notesBetween, type Note } from "../notes/note.ts";
import { Panel } from "../panel.ts";
import { site } from "../site.ts";
import { query, type Answer } from "../stats.ts";
import { intervals } from "../view/periods.ts";
import { look, onLook, view, type Interval, type View } from "../view/view.ts";
import { chosenMetric, showFigures } from "./kpis.ts";
import { figures, isConversion, type Figure } from "./metrics.ts";
import { hasRevenue } from "./revenue.ts";
import { CourseChart } from "./series.ts";

interface Loaded {
  figures: Figure[];
  totals: Answer;
  course: Answer;
  interval: Interval;
  notes: Note[];
}

/** Makes the part; returns how to ask anew. */
export function openFigures(): () => void {
  const root = find(document, "[data-panel=figures]");
  const parts = [...find(root, "[data-body]").children] as HTMLElement[];
  const [box, chart, table] = ["[data-kpis]", "[data-series]", "[data-series-table]"].map((name) => find(root, name)) as [HTMLElement, HTMLElement, HTMLElement];
  const course = new CourseChart(chart, table, () => void panel.refresh());
  let last: Loaded | undefined;
  const draw = (loaded: Loaded) => {
    const conversion = isConversion(view().filters);
    const figure = chosenMetric(loaded.figures);
    const name = text(conversion ? `conversion.${figure.metric}` : `metric.${figure.metric}`);
    showFigures(box, loaded.figures, loaded.totals, conversion);
    course.show({ answer: loaded.course, interval: loaded.interval, notes: loaded.notes, figure, place: loaded.figures.indexOf(figure), name });
  };
  const panel = new Panel<Loaded>(root, {
    load: (signal) => load(view(), signal),
    show: (loaded, body) => {
      last = loaded;
      if (!body.contains(box)) body.replaceChildren(...parts);
      showIntervals(find(root, "[data-intervals]"), loaded.interval);
      draw(loaded);
      return undefined;
    },
  });
  // Another figure is chosen without asking again: the answer has all of them.
  onLook(() => last && root.dataset.panelState === "shown" && !root.hasAttribute("aria-busy") && draw(last));
  const add = root.querySelector<HTMLButtonElement>("[data-add-note]");
  add?.addEventListener("click", () => editNote(() => void panel.refresh()));
  return () => void panel.refresh();
}

async function load(shown: View, signal: AbortSignal): Promise<Loaded> {
  const wanted = figures(shown.filters, await hasRevenue(shown.filters));
  const metrics = wanted.map(({ metric }) => metric);
  const interval = intervalOf(shown);
  const dimensions = [`time:${interval}`];
  const [totals, course] = await Promise.all([
    query(shown, { metrics }, signal, true),
    query(shown, { metrics, dimensions, order_by: [[dimensions[0]!, "asc"]], include: { time_labels: true } }, signal, "whole"),
  ]);
  const [first, last] = course.query.date_range;
  return { figures: wanted, totals, course, interval, notes: await notesBetween(first, last, signal) };
}

function intervalOf({ period, interval }: View): Interval {
  const possible = intervals(period, site().today);
  return interval && possible.includes(interval) ? interval : possible[0];
}

function showIntervals(select: HTMLElement, current: Interval): void {
  if (!(select instanceof HTMLSelectElement)) return;
  const possible = intervals(view().period, site().today);
  select.replaceChildren(...possible.map((interval) => new Option(text(`interval.${interval}`), interval, false, interval === current)));
  select.disabled = possible.length < 2;
  select.onchange = () => look({ interval: select.value as Interval });
}
