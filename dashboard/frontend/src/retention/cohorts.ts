/** What the retention report answers, and what can be worked out from it: averages, colours, what is not over yet. */
import type { Meta } from "../stats.ts";
import { addDays, bounds, daysBetween, type Period } from "../view/periods.ts";

export const BY = ["day", "week", "month"] as const;
export type By = (typeof BY)[number];

export interface Return {
  period: string;
  after: number;
  visitors: number;
  percent: number;
  complete: boolean;
}

export interface Cohort {
  period: string;
  size: number;
  returns: Return[];
}

export interface Retention {
  cohorts: Cohort[];
  lasting_ids: { visitors: number; lasting: number; percent: number };
  meta: Meta & { date_range: [string, string] };
}

export interface Average {
  after: number;
  /** Of the visitors of all cohorts for which this period is over; null where there is none yet. */
  percent: number | null;
  visitors: number;
  of: number;
}

export const LEVELS = 7;

/** The cohorts from the first one that has visitors. */
export function begun(cohorts: readonly Cohort[]): Cohort[] {
  const first = cohorts.findIndex((cohort) => cohort.size > 0);
  return first < 0 ? [] : cohorts.slice(first);
}

/** For each number of periods later, who came back of all who could: a large cohort counts more than a small one. */
export function averages(cohorts: readonly Cohort[]): Average[] {
  const longest = Math.max(0, ...cohorts.map((cohort) => cohort.returns.length - 1));
  return Array.from({ length: longest }, (_, place) => {
    const settled = cohorts.map((cohort) => ({ size: cohort.size, found: cohort.returns[place + 1] })).filter(({ found }) => found?.complete);
    const of = settled.reduce((sum, { size }) => sum + size, 0);
    const visitors = settled.reduce((sum, { found }) => sum + (found?.visitors ?? 0), 0);
    return { after: place + 1, visitors, of, percent: of ? (100 * visitors) / of : null };
  });
}

/** The highest percentage of those who came back: what has the strongest colour. */
export function highest(cohorts: readonly Cohort[]): number {
  return Math.max(0, ...cohorts.flatMap((cohort) => cohort.returns.filter(({ after, complete }) => after && complete).map(({ percent }) => percent)));
}

/** 0 for nobody, else 1 to LEVELS. */
export function level(percent: number, most: number): number {
  return percent > 0 && most > 0 ? Math.min(LEVELS, Math.max(1, Math.ceil((LEVELS * percent) / most))) : 0;
}

/** The last day of the period that has this day in it. Weeks end on Sunday. */
export function lastDay(date: string, by: By): string {
  if (by === "day") return date;
  if (by === "week") return addDays(date, (7 - new Date(`${date}T00:00:00Z`).getUTCDay()) % 7);
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** Why a period is not whole: it goes on today, or the time that was chosen has only a part of it. */
export const reason = (date: string, by: By, today: string): "running" | "cut" => (lastDay(date, by) >= today ? "running" : "cut");

/** What suits the length of the time that is looked at. */
export function suitable(period: Period, today: string): By {
  const span = bounds(period, today);
  if (!span) return period.name === "24h" ? "day" : "week";
  const days = daysBetween(...span) + 1;
  return days <= 14 ? "day" : days <= 190 ? "week" : "month";
}
