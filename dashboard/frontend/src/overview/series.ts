/** The course of one figure over the time, beside that of the time it is compared with. */
import { short, whole } from "../chart/labels.ts";
import type { Flag, Line } from "../chart/picture.ts";
import { SeriesChart } from "../chart/series.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { editNote, readNote } from "../notes/edit.ts";
import { when, type Note } from "../notes/note.ts";
import { site } from "../site.ts";
import { addDays, type Period } from "../view/periods.ts";
import { look, type Interval } from "../view/view.ts";
import { changeElement } from "./change.ts";
import { values, type Course } from "./course.ts";
import { say } from "./metrics.ts";
import { isNow, nowLabel, placeOf } from "./time_labels.ts";

export class CourseChart {
  readonly #chart: SeriesChart;

  constructor(
    box: HTMLElement,
    private readonly table: HTMLElement,
    private readonly changed: () => void,
  ) {
    this.#chart = new SeriesChart(box);
  }

  show(course: Course): void {
    const { answer, interval, figure, name } = course;
    const labels = answer.meta.time_labels ?? [];
    const { current, other } = values(course, nowLabel(interval));
    const compares = Boolean(answer.meta.comparison_time_labels);
    const lines: Line[] = [{ label: name, values: current, look: "main" }];
    if (compares) lines.push({ label: text("series.before"), values: other, look: "other" });
    const spoken = (value: number | null) => say(value, figure.kind === "money" ? "decimal" : figure.kind);
    this.#chart.show({
      ticks: labels.map((label) => short(label, interval)),
      lines,
      say: spoken,
      atLeast: figure.kind === "percent" ? 10 : figure.kind === "decimal" ? 1 : 4,
      unfinished: current.findLastIndex((value) => value !== null) < labels.length - 1 || isNow(labels.at(-1) ?? "", interval),
      flags: flagsAt(course.notes, labels, interval, this.changed),
      tip: (place) => tip(course, place, spoken(current[place] ?? null), compares ? spoken(other[place] ?? null) : undefined, ratio(current[place], other[place])),
      ...(interval === "hour" ? {} : { choose: (place) => zoom(labels[place] ?? "", interval) }),
    });
    this.#tabulate(course, labels, current.map(spoken), compares ? other.map(spoken) : undefined);
  }

  /** The same for those who do not see the chart. */
  #tabulate({ name, interval }: Course, labels: string[], current: string[], other: string[] | undefined): void {
    const heads = [text("series.time"), name, ...(other ? [text("series.before")] : [])].map((label) => {
      const head = element("th", "", label);
      head.scope = "col";
      return head;
    });
    const rows = labels.map((label, place) => {
      const head = element("th", "", whole(label, interval));
      head.scope = "row";
      const cells = [current[place] ?? "", ...(other ? [other[place] ?? ""] : [])];
      return element("tr", "", head, ...cells.map((cell) => element("td", "", cell)));
    });
    this.table.replaceChildren(element("caption", "", name), element("thead", "", element("tr", "", ...heads)), element("tbody", "", ...rows));
  }
}

function ratio(value: number | null | undefined, other: number | null | undefined): number | null {
  if (value == null || other == null) return null;
  if (!other) return value ? 100 : 0;
  return ((value - other) / other) * 100;
}

function tip(course: Course, place: number, value: string, other: string | undefined, change: number | null): Node[] {
  const { answer, interval, figure, name } = course;
  const label = answer.meta.time_labels?.[place] ?? "";
  const parts: Node[] = [element("p", "tip-time", whole(label, interval)), element("p", "tip-value", element("span", "", name), element("strong", "", value))];
  const before = answer.meta.comparison_time_labels?.[place];
  if (other !== undefined && before) {
    parts.push(element("p", "tip-value other", element("span", "", whole(before, interval)), element("span", "", other)));
    if (figure.kind !== "percent") parts.push(changeElement(before.slice(0, 10) < site().firstDay ? null : change, { inverse: figure.inverse ?? false }));
  }
  const written = course.notes.filter((note) => placeOf(note, answer.meta.time_labels ?? [], interval) === place);
  return [...parts, ...written.map((note) => element("p", "tip-note", note.text))];
}

function flagsAt(notes: readonly Note[], labels: readonly string[], interval: Interval, changed: () => void): Flag[] {
  return notes.flatMap((note) => {
    const place = placeOf(note, labels, interval);
    const open = () => (site().mayEdit ? editNote(changed, note) : readNote(note));
    return place < 0 ? [] : [{ place, text: `${when(note)}: ${note.text}`, open }];
  });
}

/** A click looks at that day, week or month alone. */
function zoom(label: string, interval: Interval): void {
  const date = label.slice(0, 10);
  const period: Period = interval === "month" ? { name: "month", date } : interval === "week" ? { name: "custom", from: date, to: addDays(date, 6) } : { name: "day", date };
  look({ period, interval: undefined });
}
