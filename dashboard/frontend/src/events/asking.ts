/** What the page asks: which events there are, and everything about one of them. */
import { notesBetween, type Note } from "../notes/note.ts";
import { site } from "../site.ts";
import { query, report, type Answer, type Meta } from "../stats.ts";
import type { ApiFilter } from "../view/filters.ts";
import { intervals } from "../view/periods.ts";
import type { Interval, View } from "../view/view.ts";
import { OTHERS } from "./choice.ts";

export interface EventRow {
  name: string;
  visitors: number;
  events: number;
}

export interface EventList {
  rows: EventRow[];
  total: number;
  /** Visitors whether or not they did any of it. */
  everybody: number;
}

export interface Property {
  name: string;
  events: number;
  visitors: number;
  values: number;
}

export interface Carried {
  events: number;
  visitors: number;
  revenue: { currency: string; amount: string; events: number }[];
  total: number;
  properties: Property[];
  meta: Meta;
}

export interface OneEvent {
  totals: Answer;
  everybody: Answer;
  course: Answer;
  carried: Carried;
  interval: Interval;
  notes: Note[];
}

export const MOST_EVENTS = 1000;
const MOST_PROPERTIES = 100;
const DID = /^event:(goal|name$|props:)/;

export const only = (name: string): ApiFilter => ["is", "event:name", [name]];

export async function eventList(view: View, signal: AbortSignal): Promise<EventList> {
  const [found, all] = await Promise.all([
    query(
      view,
      {
        metrics: ["visitors", "events"],
        dimensions: ["event:name"],
        filters: [["is_not", "event:name", OTHERS]],
        include: { total_rows: true },
        pagination: { limit: MOST_EVENTS },
      },
      signal,
    ),
    query(withoutDeeds(view), { metrics: ["visitors"] }, signal),
  ]);
  const rows = found.results.map(({ dimensions, metrics }) => ({ name: dimensions[0] ?? "", visitors: Number(metrics[0]), events: Number(metrics[1]) }));
  return { rows, total: found.meta.total_rows ?? rows.length, everybody: Number(all.results[0]?.metrics[0] ?? 0) };
}

export async function oneEvent(view: View, name: string, signal: AbortSignal): Promise<OneEvent> {
  const metrics = ["visitors", "events"];
  const interval = intervalOf(view);
  const dimensions = [`time:${interval}`];
  const filters = [only(name)];
  const [totals, everybody, course, carried] = await Promise.all([
    query(view, { metrics, filters }, signal, true),
    query(withoutDeeds(view), { metrics: ["visitors"] }, signal, true),
    query(view, { metrics, filters, dimensions, order_by: [[dimensions[0]!, "asc"]], include: { time_labels: true } }, signal, "whole"),
    report<Carried>("properties", view, { event: name, pagination: { limit: MOST_PROPERTIES } }, signal),
  ]);
  const [first, last] = course.query.date_range;
  return { totals, everybody, course, carried, interval, notes: await notesBetween(first, last, signal) };
}

/** The most frequent values of a dimension among the events of this name. */
export function breakdown(view: View, name: string, dimension: string, limit: number, signal: AbortSignal): Promise<Answer> {
  const wanted = { metrics: ["visitors", "events"], dimensions: [dimension], filters: [only(name)] };
  return query(view, { ...wanted, include: { total_rows: true }, pagination: { limit } }, signal);
}

export function intervalOf({ period, interval }: View): Interval {
  const possible = intervals(period, site().today);
  return interval && possible.includes(interval) ? interval : possible[0];
}

/** The view without filters on what visitors did: those who could have done it. */
function withoutDeeds(view: View): View {
  return { ...view, filters: view.filters.filter(({ dimension }) => !DID.test(dimension)) };
}
