/** A line for paper, where there are no menus: what the page looks at, in words. */
import { find, setText } from "./dom.ts";
import { text } from "./messages.ts";
import { site } from "./site.ts";
import { onLook, view } from "./view/view.ts";
import { compareName, filterWords, periodDays, periodName } from "./view/words.ts";

/** Keeps the line up to date; `compares` and `filters` say whether the page compares two periods, and has filters. */
export function keepPrintedLine({ compares = false, filters = true } = {}): void {
  const line = find(document, "[data-printed-view]");
  const update = () => setText(line, words(compares, filters));
  onLook(update);
  update();
}

function words(compares: boolean, filtered: boolean): string {
  const { period, compare, filters } = view();
  const { today } = site();
  const days = periodDays(period, today);
  const compared = compares && compare.mode !== "none" && period.name !== "all";
  const chosen = (filtered ? filters : []).map(filterWords).map(({ name, operator, values }) => `${name} ${operator} ${values}`);
  const span = [periodName(period, today), days && `(${days})`].filter(Boolean).join(" ");
  return [span, ...(compared ? [text("compare.with", { period: compareName(compare) })] : []), ...chosen].join(" · ");
}
