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

/** What visitors send can be nothing that the browser has words for, and then it throws: one value must not stop a page. */
function orElse(say: () => string | undefined, otherwise: string): string {
  try {
    return say() ?? otherwise;
  } catch (failure) {
    if (failure instanceof RangeError) return otherwise;
    throw failure;
  }
}

export function number(value: number): string {
  return once("number", () => new Intl.NumberFormat(locale())).format(value);
}

/** `12.3k`, `1.2만`: for figures in little space. */
export function compact(value: number): string {
  const options = { notation: "compact", maximumFractionDigits: 1 } as const;
  return value < 1000 ? number(value) : once("compact", () => new Intl.NumberFormat(locale(), options)).format(value);
}

/** At most this many decimals: `3.4` */
export function decimal(value: number, digits = 1): string {
  return once(`decimal ${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(value);
}

/** A percentage with up to one decimal, as the API gives them: 12.5 → `12.5%` */
export function share(value: number): string {
  const options = { style: "percent", maximumFractionDigits: 1 } as const;
  return once("share", () => new Intl.NumberFormat(locale(), options)).format(value / 100);
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
  return orElse(() => (seconds < 60 ? format.format(-seconds, "second") : format.format(-Math.round(seconds / 60), "minute")), "");
}

/** The time of day in a time zone: `14:05`, `2:05 PM` */
export function clock(at: number, timeZone: string): string {
  const options = { hour: "numeric", minute: "2-digit", timeZone } as const;
  return orElse(() => once(`clock ${timeZone}`, () => new Intl.DateTimeFormat(locale(), options)).format(at), "");
}

/** The same in the shortest form, for axes: `14:05` */
export function shortClock(at: number, timeZone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return orElse(() => once(`short ${timeZone}`, () => new Intl.DateTimeFormat(locale(), options)).format(at), "");
}

/** The name of a country by its ISO 3166-1 alpha-2 code. */
export function country(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return text("place.unknown");
  return orElse(() => once("region", () => new Intl.DisplayNames(locale(), { type: "region" })).of(code), code);
}

/** The name of a language by its code: `ko-KR` → `Korean (South Korea)`; what only looks like a code stays as it is. */
export function languageName(code: string): string {
  if (!/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(code)) return text("place.unknown");
  return orElse(() => once("language", () => new Intl.DisplayNames(locale(), { type: "language" })).of(code.replaceAll("_", "-")), code);
}

type DateStyle = "day" | "full" | "month" | "year" | "weekday";

const DATES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
  year: { year: "numeric" },
  weekday: { weekday: "short", day: "numeric" },
};

/** A date of the site's calendar (YYYY-MM-DD, or with a time behind it) in words. */
export function day(date: string, style: DateStyle = "full"): string {
  return orElse(() => dates(style).format(Date.parse(`${date.slice(0, 10)}T00:00:00Z`)), date);
}

/** Two dates as one range: `1 – 30 Nov 2026` */
export function dayRange(first: string, last: string): string {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  const format = once("range", () => new Intl.DateTimeFormat(locale(), options));
  const [from, to] = [first, last].map((date) => Date.parse(`${date.slice(0, 10)}T00:00:00Z`)) as [number, number];
  return orElse(() => (from === to ? format.format(from) : format.formatRange(from, to)), `${first} – ${last}`);
}

/** Date and time of day of a moment (UTC ms) in a time zone. */
export function moment(at: number, timeZone: string): string {
  const options = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone } as const;
  return orElse(() => once(`moment ${timeZone}`, () => new Intl.DateTimeFormat(locale(), options)).format(at), "");
}

/** An amount of money: `€1,234.50`; `1,234.5 EURO` where that is no currency. */
export function money(value: number, currency: string): string {
  const options = { style: "currency", currency } as const;
  return orElse(() => once(`money ${currency}`, () => new Intl.NumberFormat(locale(), options)).format(value), `${number(value)} ${currency}`.trim());
}

function dates(style: DateStyle): Intl.DateTimeFormat {
  return once(`date ${style}`, () => new Intl.DateTimeFormat(locale(), { ...DATES[style], timeZone: "UTC" }));
}
