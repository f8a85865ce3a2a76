/** How times of the API's time dimensions read on an axis and in a sentence. */
import { day, dayRange } from "../format.ts";
import { locale } from "../messages.ts";
import type { Interval } from "../view/view.ts";
import { addDays } from "../view/periods.ts";

/** The short form, for axes: `14:00`, `3 Nov`, `Nov` */
export function short(label: string, interval: Interval): string {
  if (interval === "hour") return label.slice(11, 16);
  if (interval !== "month") return day(label, "day");
  const options = { month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(Date.parse(`${label.slice(0, 10)}T00:00:00Z`));
}

/** The whole: `Tue, 3 Nov 2026, 14:00`, `2 – 8 Nov 2026`, `November 2026` */
export function whole(label: string, interval: Interval): string {
  if (interval === "month") return day(label, "month");
  if (interval === "week") return dayRange(label, addDays(label.slice(0, 10), 6));
  return interval === "hour" ? `${day(label)}, ${label.slice(11, 16)}` : day(label);
}

/** So many places of a row of `count` that their labels do not touch: the last one, and every n-th before it. */
export function spread(count: number, width: number, label: number): number[] {
  const step = Math.max(1, Math.ceil((count * label) / Math.max(width, 1)));
  const found = [];
  for (let place = (count - 1) % step; place < count; place += step) found.push(place);
  return found;
}
