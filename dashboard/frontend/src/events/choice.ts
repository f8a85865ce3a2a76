/** Which event, figure and property the page shows: the URL says it; what it does not say is the first there is. */
import { parameter } from "../view/view.ts";

export const FIGURES = ["visitors", "events"] as const;
export type FigureName = (typeof FIGURES)[number];

/** Measurements have a page of their own, and pageviews are no custom events. */
export const OTHERS = ["pageview", "engagement", "web-vital"];
const MOST_NAME = 500;

export function chosenEvent(names: readonly string[]): string | undefined {
  const wanted = parameter("event");
  return wanted && wanted.length <= MOST_NAME ? wanted : names[0];
}

export function chosenFigure(): FigureName {
  return parameter("figure") === "events" ? "events" : "visitors";
}

export function chosenProperty(names: readonly string[]): string | undefined {
  const wanted = parameter("property");
  return wanted !== null && names.includes(wanted) ? wanted : names[0];
}

/** Part of whole in percent with one decimal, and 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  return whole ? Math.round((1000 * part) / whole) / 10 : 0;
}
