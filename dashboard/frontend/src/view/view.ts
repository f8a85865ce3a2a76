/**
 * What the page looks at: period, comparison, interval and filters. The URL holds all of it, so that a link shows the
 * same, the back button goes back, and the other pages of the site take it over.
 */
import { parseFilter, sameFilters, writeFilter, type Filter } from "./filters.ts";
import { isDate, parsePeriod, writePeriod, type Period } from "./periods.ts";

export type Interval = "hour" | "day" | "week" | "month";
export type Compare =
  | { mode: "none" }
  | { mode: "previous_period" | "year_over_year"; matchDayOfWeek: boolean }
  | { mode: "custom"; from: string; to: string };

export interface View {
  period: Period;
  compare: Compare;
  /** undefined: what suits the period. */
  interval: Interval | undefined;
  filters: Filter[];
}

export const MOST_FILTERS = 20;
const INTERVALS: readonly Interval[] = ["hour", "day", "week", "month"];
const OWN = ["period", "date", "from", "to", "compare", "cfrom", "cto", "weekday", "interval", "f"];
/**
 * Characters of an address. The server takes 8,190 bytes of one, and the log-in page has to take the address along as a
 * parameter of its own, where every % needs three characters.
 */
export const MOST_URL = 4000;
const changed = new EventTarget();

/** What these parameters of a URL mean. Whatever they do not say, or say wrongly, is as if it were left out. */
export function parseView(parameters: URLSearchParams): View {
  const interval = parameters.get("interval") as Interval;
  const filters = parameters.getAll("f").map(parseFilter).filter((filter) => filter !== undefined);
  return {
    period: parsePeriod(parameters),
    compare: parseCompare(parameters),
    interval: INTERVALS.includes(interval) ? interval : undefined,
    filters: filters.slice(0, MOST_FILTERS),
  };
}

/** The parameters for this view; others that `parameters` has stay. Defaults are left out. */
export function writeView(view: View, parameters: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const name of OWN) written.delete(name);
  writePeriod(view.period, written);
  const { compare } = view;
  if (compare.mode !== "previous_period") written.set("compare", compare.mode);
  if (compare.mode === "custom") {
    written.set("cfrom", compare.from);
    written.set("cto", compare.to);
  } else if (compare.mode !== "none" && compare.matchDayOfWeek) written.set("weekday", "1");
  if (view.interval) written.set("interval", view.interval);
  for (const filter of view.filters) written.append("f", writeFilter(filter));
  return written;
}

export const view = (): View => parseView(new URLSearchParams(location.search));

/** A link to this page with another view; to where the page is already when the address would be too long to load. */
export function hrefOf(change: Partial<View>, path = location.pathname): string {
  return loadable(urlOf(change, path), path);
}

function urlOf(change: Partial<View>, path: string): string {
  const parameters = new URLSearchParams(path === location.pathname ? location.search : "");
  return withQuery(path, writeView({ ...view(), ...change }, parameters));
}

/** Looks at something else; what is given changes, the rest stays. */
export function look(change: Partial<View>): void {
  go(urlOf(change, location.pathname));
}

/** A parameter of the page's own, such as an open table. */
export const parameter = (name: string): string | null => new URLSearchParams(location.search).get(name);

export function setParameter(name: string, value: string | null, how: "push" | "replace" = "push"): void {
  setParameters({ [name]: value }, how);
}

/** Several of them at once, as one step of the browser's history. */
export function setParameters(values: Record<string, string | null>, how: "push" | "replace" = "push"): void {
  go(urlWith(values), how);
}

/** A link to this page with other parameters of its own. */
export function hrefWith(values: Record<string, string | null>): string {
  return loadable(urlWith(values), location.pathname);
}

function urlWith(values: Record<string, string | null>): string {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  return withQuery(location.pathname, parameters);
}

/** Calls back whenever the URL of the page has changed. */
export function onLook(run: () => void): void {
  changed.addEventListener("look", run);
}

/** Whether two views ask the same of the server. */
export function sameView(one: View, other: View): boolean {
  return (
    JSON.stringify([one.period, one.compare, one.interval]) === JSON.stringify([other.period, other.compare, other.interval]) &&
    sameFilters(one.filters, other.filters)
  );
}

/** Calls back when something else was to be looked at, and its address would have been too long. */
export function onTooLong(run: () => void): void {
  changed.addEventListener("toolong", run);
}

function loadable(url: string, path: string): string {
  if (url.length <= MOST_URL) return url;
  return path === location.pathname ? path + location.search : path;
}

function go(url: string, how: "push" | "replace" = "push"): void {
  const current = location.pathname + location.search;
  if (url === current) return;
  // From an address that is too long already, every step to a shorter one helps.
  if (url.length > MOST_URL && url.length >= current.length) {
    changed.dispatchEvent(new Event("toolong"));
    return;
  }
  if (how === "push") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  changed.dispatchEvent(new Event("look"));
}

function withQuery(path: string, parameters: URLSearchParams): string {
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}

function parseCompare(parameters: URLSearchParams): Compare {
  const mode = parameters.get("compare");
  const [from, to] = [parameters.get("cfrom") ?? "", parameters.get("cto") ?? ""];
  if (mode === "none") return { mode };
  if (mode === "custom" && isDate(from) && isDate(to) && from <= to) return { mode, from, to };
  const matchDayOfWeek = parameters.get("weekday") === "1";
  return { mode: mode === "year_over_year" ? mode : "previous_period", matchDayOfWeek };
}

if (typeof window !== "undefined") {
  window.addEventListener("popstate", () => changed.dispatchEvent(new Event("look")));
}
