/** Numbers, times and places as the page's language writes them. */
import { locale, text } from "./messages.ts";

type Unit = "second" | "minute" | "hour";

const made = new Map<string, unknown>();

/** Formatters are slow to make and used thousands of times. */
function once<T>(key: string, make: () => T): T {
  const full = `${locale()} ${key}`;
  if (!made.has(full)) made.set(full, make());
  return made.get(full) as T;
}

export function number(value: number): string {
  return once("number", () => new Intl.NumberFormat(locale())).format(value);
}

export function percent(value: number): string {
  return once("percent", () => new Intl.NumberFormat(locale(), { style: "percent" })).format(value / 100);
}

function amount(value: number, unit: Unit): string {
  const options = { style: "unit", unit, unitDisplay: "narrow" } as const;
  return once(unit, () => new Intl.NumberFormat(locale(), options)).format(value);
}

/** `42s`, `3m 5s`, `1h 12m` */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return amount(seconds, "second");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return parts(amount(minutes, "minute"), seconds % 60, "second");
  return parts(amount(Math.floor(minutes / 60), "hour"), minutes % 60, "minute");
}

function parts(first: string, rest: number, unit: Unit): string {
  return rest ? `${first} ${amount(rest, unit)}` : first;
}

/** `now`, `12s ago`, `3m ago` */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 3) return text("event.now");
  const format = once("ago", () => new Intl.RelativeTimeFormat(locale(), { style: "narrow", numeric: "always" }));
  return seconds < 60 ? format.format(-seconds, "second") : format.format(-Math.round(seconds / 60), "minute");
}

/** The time of day in a time zone: `14:05`, `2:05 PM` */
export function clock(at: number, timeZone: string): string {
  const options = { hour: "numeric", minute: "2-digit", timeZone } as const;
  return once(`clock ${timeZone}`, () => new Intl.DateTimeFormat(locale(), options)).format(at);
}

/** The same in the shortest form, for axes: `14:05` */
export function shortClock(at: number, timeZone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return once(`short ${timeZone}`, () => new Intl.DateTimeFormat(locale(), options)).format(at);
}

/** The name of a country by its ISO 3166-1 alpha-2 code. */
export function country(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return text("place.unknown");
  return once("region", () => new Intl.DisplayNames(locale(), { type: "region" })).of(code) ?? code;
}
