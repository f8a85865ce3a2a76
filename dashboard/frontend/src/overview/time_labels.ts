/** Where now, and the times of notes, lie among the time labels of an answer. */
import { timeOf, type Note } from "../notes/note.ts";
import { site } from "../site.ts";
import { addDays } from "../view/periods.ts";
import type { Interval } from "../view/view.ts";
import { wallTime } from "../wall_time.ts";

/** The place whose time the note lies in; a whole day lies at its noon when hours are shown. */
export function placeOf(note: Note, labels: readonly string[], interval: Interval): number {
  const { date, time } = timeOf(note);
  const at = `${date} ${time || (interval === "hour" ? "12:00" : "00:00")}:00`;
  const place = labels.findLastIndex((label) => label.slice(0, 19) <= at.slice(0, label.length));
  const within = interval === "hour" || interval === "day" ? at.slice(0, 10) === labels[place]?.slice(0, 10) : place >= 0;
  return within ? place : -1;
}

/** A moment as the API labels hours of the site: `2026-11-23 14:00:00` */
function localLabel(at: number): string {
  const { date, time } = wallTime(at, site().timeZone);
  return `${date} ${time}:00`;
}

/** The label of the interval that goes on, or one just behind it. */
export const nowLabel = (interval: Interval): string => localLabel(Date.now()).slice(0, interval === "hour" ? 19 : 10);

/** Whether the interval of this label goes on. */
export function isNow(label: string, interval: Interval): boolean {
  const now = localLabel(Date.now());
  const length = { hour: 13, day: 10, week: 10, month: 7 }[interval];
  if (interval === "week") return addDays(label.slice(0, 10), 6) >= now.slice(0, 10);
  return label.slice(0, length) === now.slice(0, length);
}
