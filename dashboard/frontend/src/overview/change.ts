/** How much a figure has changed: an arrow, a percentage, and whether that is good. */
import { element } from "../dom.ts";
import { decimal, share } from "../format.ts";
import { text } from "../messages.ts";

/** `change` in percent, or in percentage points for percentages; null where it cannot be told. */
export function changeElement(change: number | null | undefined, { inverse = false, points = false } = {}): HTMLElement {
  if (change === null || change === undefined) return element("span", "change none", "–");
  const rounded = Math.round(change * 10) / 10;
  const way = rounded > 0 ? "up" : rounded < 0 ? "down" : "same";
  const good = rounded === 0 ? "" : rounded > 0 !== inverse ? " good" : " bad";
  const amount = points ? decimal(Math.abs(rounded)) : share(Math.abs(rounded));
  const made = element("span", `change ${way}${good}`, points ? text("change.points", { n: amount }) : amount);
  // The arrow is drawn by the style sheet, so the direction is said in words as well.
  made.prepend(element("span", "visually-hidden", text(`change.${way}`)));
  return made;
}
