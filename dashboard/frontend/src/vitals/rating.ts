/** Ratings as a shape and a word: never by colour alone. */
import { element, svg } from "../dom.ts";
import { text } from "../messages.ts";
import type { Rating } from "./metrics.ts";

/** Circle, triangle, square: shapes that differ in print and to every eye. */
const SHAPES: Record<Rating, string> = {
  good: "M6 1a5 5 0 1 0 0 10 5 5 0 1 0 0-10z",
  fair: "M6 1 11.5 11H.5z",
  poor: "M1.5 1.5h9v9h-9z",
};

/** The shape alone; its word is there for screen readers when `spoken`. */
export function shape(rating: Rating, spoken = false): HTMLElement {
  const picture = svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" });
  picture.append(svg("path", { d: SHAPES[rating] }));
  const made = element("span", `rating rating-${rating}`, picture);
  if (spoken) made.append(element("span", "visually-hidden", text(`vitals.${rating}`)));
  return made;
}

/** The shape with its word. */
export function badge(rating: Rating): HTMLElement {
  const made = shape(rating);
  made.append(text(`vitals.${rating}`));
  return made;
}
