/** The figures of one event; two of them choose what the chart shows. */
import { element } from "../dom.ts";
import { decimal, money, number, share } from "../format.ts";
import { locale, text } from "../messages.ts";
import { changeElement } from "../overview/change.ts";
import { lacksData, sayNoData } from "../overview/compared.ts";
import type { Answer } from "../stats.ts";
import { setParameters } from "../view/view.ts";
import type { Carried, OneEvent } from "./asking.ts";
import { chosenFigure, FIGURES, percentOf } from "./choice.ts";

const LARGE = 100_000;

interface Pair {
  now: number;
  before: number | undefined;
}

export function tiles({ totals, everybody, carried }: OneEvent): HTMLElement[] {
  const [visitors, events, all] = [pair(totals, 0), pair(totals, 1), pair(everybody, 0)];
  const rate = { now: percentOf(visitors.now, all.now), before: visitors.before === undefined ? undefined : percentOf(visitors.before, all.before ?? 0) };
  return [
    choosing("visitors", number(visitors.now), changed(totals, totals.results[0]?.comparison?.change[0])),
    choosing("events", number(events.now), changed(totals, totals.results[0]?.comparison?.change[1])),
    tile("events.rate", share(rate.now), changed(totals, rate.before === undefined ? undefined : rate.now - rate.before, true)),
    tile("events.each", visitors.now ? decimal(events.now / visitors.now, 2) : "–"),
    ...earned(carried),
  ];
}

/** The change as an element; nothing without a comparison. */
function changed({ meta }: Answer, change: number | null | undefined, points = false): HTMLElement | undefined {
  if (change === undefined) return undefined;
  if (!lacksData(meta)) return changeElement(change, { points });
  const made = changeElement(null);
  made.title = sayNoData();
  return made;
}

/** What the event brought in, each currency by itself: amounts of several are never added up. */
function earned({ revenue }: Carried): HTMLElement[] {
  return revenue.flatMap(({ currency, amount, events }) => [
    tile("events.revenue", inMoney(Number(amount), currency), undefined, `${amount} ${currency}`),
    ...(revenue.length === 1 ? [tile("events.average", inMoney(Number(amount) / events, currency))] : []),
  ]);
}

function choosing(name: (typeof FIGURES)[number], value: string, change: HTMLElement | undefined): HTMLElement {
  const label = name === "visitors" ? "metric.visitors" : "events.total";
  const made = element("button", "kpi", ...parts(label, value, change));
  made.type = "button";
  made.title = text(name === "visitors" ? "events.visitorsHint" : "events.totalHint");
  made.setAttribute("aria-pressed", String(chosenFigure() === name));
  made.addEventListener("click", () => setParameters({ figure: name === "visitors" ? null : name }, "replace"));
  return made;
}

function tile(label: string, value: string, change?: HTMLElement, exact = ""): HTMLElement {
  const made = element("div", "kpi still", ...parts(label, value, change));
  made.title = [exact, text(`${label}Hint`)].filter(Boolean).join(" · ");
  return made;
}

function parts(label: string, value: string, change: HTMLElement | undefined): HTMLElement[] {
  const shown = [element("span", "kpi-name", text(label)), element("span", "kpi-value", value)];
  return change ? [...shown, element("span", "kpi-change", change)] : shown;
}

/** An answer without rows is one of nothing; without a comparison there is no value before. */
function pair({ results }: Answer, place: number): Pair {
  const row = results[0];
  const before = row?.comparison?.metrics[place];
  return { now: Number(row?.metrics[place] ?? 0), before: before === undefined || before === null ? undefined : Number(before) };
}

/** Large sums are rounded, for a tile has little space. */
function inMoney(value: number, currency: string): string {
  try {
    if (value < LARGE) return money(value, currency);
    return new Intl.NumberFormat(locale(), { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 }).format(value);
  } catch {
    return `${decimal(value, 2)} ${currency}`;
  }
}
