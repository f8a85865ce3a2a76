/** The time that is looked at: names that move with the days, single days, months and years, or two dates. */
import type { Interval } from "./view.ts";

export const MOVING = ["24h", "7d", "28d", "30d", "91d", "6mo", "12mo", "all"] as const;
export type Moving = (typeof MOVING)[number];
export type Calendar = "day" | "month" | "year";
/** Without `date`, a calendar period is the one that goes on. Dates are YYYY-MM-DD. */
export type Period =
  | { name: Moving }
  | { name: Calendar; date?: string }
  | { name: "custom"; from: string; to: string };

export const DEFAULT: Period = { name: "30d" };
const DAY_MS = 86_400_000;
export const FIRST_DAY = "1990-01-01";
const LAST_DAY = "2100-12-31";
const LENGTHS: Partial<Record<Moving, number>> = { "7d": 7, "28d": 28, "30d": 30, "91d": 91 };

export function parsePeriod(parameters: URLSearchParams): Period {
  const name = parameters.get("period");
  const [date, from, to] = ["date", "from", "to"].map((key) => parameters.get(key) ?? "") as [string, string, string];
  if (name === "custom" && isDate(from) && isDate(to) && from <= to) return { name, from, to };
  if (name === "day" || name === "month" || name === "year") return isDate(date) ? { name, date } : { name };
  return MOVING.includes(name as Moving) ? { name: name as Moving } : DEFAULT;
}

export function writePeriod(period: Period, parameters: URLSearchParams): void {
  if (period.name !== DEFAULT.name) parameters.set("period", period.name);
  if ("date" in period && period.date) parameters.set("date", period.date);
  if (period.name === "custom") {
    parameters.set("from", period.from);
    parameters.set("to", period.to);
  }
}

/** The `date_range` of the API. */
export function dateRange(period: Period, today: string): string | [string, string] {
  if (period.name === "custom" || ("date" in period && period.date)) return bounds(period, today) as [string, string];
  return period.name;
}

/**
 * First and last day, both included, as the API understands the names; the last one may lie in the future. Undefined
 * where only the server knows (all time, the last 24 hours).
 */
export function bounds(period: Period, today: string): [string, string] | undefined {
  switch (period.name) {
    case "custom":
      return [period.from, period.to];
    case "day":
      return [period.date ?? today, period.date ?? today];
    case "month":
      return [monthOf(period.date ?? today), endOfMonth(period.date ?? today)];
    case "year":
      return [`${(period.date ?? today).slice(0, 4)}-01-01`, `${(period.date ?? today).slice(0, 4)}-12-31`];
    case "6mo":
    case "12mo":
      return [addMonths(monthOf(today), period.name === "6mo" ? -5 : -11), endOfMonth(today)];
    case "24h":
    case "all":
      return undefined;
    default:
      return [addDays(today, 1 - (LENGTHS[period.name] ?? 1)), today];
  }
}

/** The period as long as this one just before (-1) or after (1) it; undefined for what has none, or lies in the future. */
export function moved(period: Period, by: -1 | 1, today: string): Period | undefined {
  const span = bounds(period, today);
  if (!span) return undefined;
  const found = neighbour(period, span, by, today);
  const [starts, ends] = bounds(found, today) ?? ["", ""];
  // A month goes on beyond today; so many days would mostly be empty.
  const future = starts > today || (found.name === "custom" && by > 0 && ends > today);
  return future || starts < FIRST_DAY ? undefined : found;
}

/** The intervals that a chart of this period can have, and first of all the one that suits it best. */
export function intervals(period: Period, today: string): [Interval, ...Interval[]] {
  const span = bounds(period, today);
  if (!span) return period.name === "24h" ? ["hour"] : ["month", "week", "day"];
  const days = daysBetween(...span) + 1;
  if (days === 1) return ["hour"];
  if (days <= 7) return ["day", "hour"];
  if (days <= 100) return ["day", "week", "month"];
  return days <= 370 ? ["month", "week", "day"] : ["month", "week"];
}

/** Whether it is a day, YYYY-MM-DD, of the years that people look at, so that those around it can be written as well. */
export function isDate(text: string): boolean {
  if (text < FIRST_DAY || text > LAST_DAY) return false;
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days the second date lies after the first. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

function neighbour(period: Period, [first, last]: [string, string], by: -1 | 1, today: string): Period {
  if (period.name === "day") return { name: "day", date: addDays(first, by) };
  if (period.name === "month") return onGoing({ name: "month", date: addMonths(monthOf(first), by) }, today);
  if (period.name === "year") return onGoing({ name: "year", date: addMonths(first, 12 * by) }, today);
  if (period.name === "6mo" || period.name === "12mo") {
    const months = (period.name === "6mo" ? 6 : 12) * by;
    return { name: "custom", from: addMonths(first, months), to: endOfMonth(addMonths(monthOf(last), months)) };
  }
  const length = (daysBetween(first, last) + 1) * by;
  return { name: "custom", from: addDays(first, length), to: addDays(last, length) };
}

/** The month or year that goes on has no date of its own, so that a link to it moves with the days. */
function onGoing(period: { name: "month" | "year"; date: string }, today: string): Period {
  const length = period.name === "month" ? 7 : 4;
  return period.date.slice(0, length) === today.slice(0, length) ? { name: period.name } : period;
}

const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;

function addMonths(first: string, months: number): string {
  const index = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

const endOfMonth = (date: string): string => addDays(addMonths(monthOf(date), 1), -1);
