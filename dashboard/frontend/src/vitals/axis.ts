/** The times that a series can have a value for: the report leaves out those without measurements. */
import { addDays, daysBetween } from "../view/periods.ts";
import type { Interval } from "../view/view.ts";

const MOST = 2000;

/** How the report divides a time when nothing is asked for (`dates.Span.resolution`). */
export function resolution([from, to]: readonly [string, string]): Interval {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (Math.floor(seconds / 3600) <= 48) return "hour";
  if (Math.floor(seconds / 86_400) <= 40) return "day";
  return Math.floor(seconds / (7 * 86_400)) <= 52 ? "week" : "month";
}

/** The labels from the first to the last moment of the range, but for those that are still to come. */
export function axis([from, to]: readonly [string, string], interval: Interval, today: string, known: readonly string[]): string[] {
  const first = interval === "hour" ? hourOf(from) : from.slice(0, 10);
  const latest = known.reduce((one, other) => (one > other ? one : other), "");
  // What has begun by now: hours of today that have no value yet are not known to be over.
  const end = [to.slice(0, 10), today].sort()[0] ?? today;
  const last = interval === "hour" && end === today ? latest : interval === "hour" ? `${end} 23:00:00` : end;
  const found = [];
  for (let label = first; label <= last && found.length < MOST; label = next(label, interval)) found.push(label);
  return found.length ? found : [...known];
}

/** The label of the interval after this one. */
export function next(label: string, interval: Interval): string {
  const date = label.slice(0, 10);
  if (interval === "hour") {
    const hour = Number(label.slice(11, 13));
    return hour < 23 ? `${date} ${String(hour + 1).padStart(2, "0")}:00:00` : `${addDays(date, 1)} 00:00:00`;
  }
  if (interval === "day") return addDays(date, 1);
  if (interval === "week") return addDays(date, 7 - ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** Whether the interval of this label goes on today. */
export const goesOn = (label: string, interval: Interval, today: string): boolean =>
  interval === "hour" ? label.slice(0, 10) === today : daysBetween(today, next(label, interval).slice(0, 10)) > 0;

const hourOf = (moment: string): string => `${moment.slice(0, 10)} ${moment.slice(11, 13)}:00:00`;
