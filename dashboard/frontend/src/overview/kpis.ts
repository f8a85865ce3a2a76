/** The figures on top: each with its change, and each chooses what the chart shows. */
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";
import type { Answer, Row } from "../stats.ts";
import { parameter, setParameter } from "../view/view.ts";
import { changeElement } from "./change.ts";
import { say, type Figure } from "./metrics.ts";

const METRIC = "metric";

/** The metric that the chart shows: the chosen one, if it is among the figures. */
export function chosenMetric(figures: readonly Figure[]): Figure {
  return figures.find(({ metric }) => metric === parameter(METRIC)) ?? figures[0]!;
}

/** Puts the figures into `box`. */
export function showFigures(box: HTMLElement, figures: readonly Figure[], answer: Answer, conversion: boolean): void {
  const row = answer.results[0];
  const chosen = chosenMetric(figures).metric;
  const focused = box.contains(document.activeElement) ? document.activeElement?.id : undefined;
  box.replaceChildren(...figures.map((figure, place) => card(figure, place, row, figure.metric === chosen, conversion)));
  // What was clicked is a new element now.
  if (focused) document.getElementById(focused)?.focus();
}

function card(figure: Figure, place: number, row: Row | undefined, chosen: boolean, conversion: boolean): HTMLElement {
  const { metric, kind, inverse = false } = figure;
  const name = text(conversion ? `conversion.${metric}` : `metric.${metric}`);
  const value = element("span", "kpi-value", say(row?.metrics[place], kind));
  const made = button("kpi", element("span", "kpi-name", name), () => setParameter(METRIC, place ? metric : null, "replace"));
  made.append(value);
  made.id = `kpi-${metric}`;
  made.title = text(conversion ? `explain.conversion.${metric}` : `explain.${metric}`);
  made.setAttribute("aria-pressed", String(chosen));
  const { comparison } = row ?? {};
  if (!comparison) return made;
  const change = changeElement(comparison.change[place], { inverse, points: kind === "percent" });
  change.title = text("change.from", { value: say(comparison.metrics[place], kind) });
  made.append(element("span", "kpi-change", change, " ", element("span", "kpi-before", say(comparison.metrics[place], kind))));
  return made;
}
