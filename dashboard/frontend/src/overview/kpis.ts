/** The figures on top: each with its change, and each chooses what the chart shows. */
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";
import type { Answer } from "../stats.ts";
import { parameter, setParameter } from "../view/view.ts";
import { changeElement } from "./change.ts";
import { figuresOf, lacksData, sayNoData, type Figures } from "./compared.ts";
import { say, type Figure } from "./metrics.ts";

const METRIC = "metric";

/** The metric that the chart shows: the chosen one, if it is among the figures. */
export function chosenMetric(figures: readonly Figure[]): Figure {
  return figures.find(({ metric }) => metric === parameter(METRIC)) ?? figures[0]!;
}

/** Puts the figures into `box`. */
export function showFigures(box: HTMLElement, figures: readonly Figure[], answer: Answer, conversion: boolean): void {
  const row = figuresOf(answer.results[0] ?? { metrics: [] }, figures.map(({ metric }) => metric));
  const comparable = !lacksData(answer.meta);
  const chosen = chosenMetric(figures).metric;
  const focused = box.contains(document.activeElement) ? document.activeElement?.id : undefined;
  box.replaceChildren(...figures.map((figure, place) => card(figure, place, row, { chosen: figure.metric === chosen, conversion, comparable })));
  // What was clicked is a new element now.
  if (focused) document.getElementById(focused)?.focus();
}

interface Looks {
  chosen: boolean;
  conversion: boolean;
  /** Whether there was data in the whole time that is compared with. */
  comparable: boolean;
}

function card({ metric, kind, inverse = false }: Figure, place: number, row: Figures, { chosen, conversion, comparable }: Looks): HTMLElement {
  const name = text(conversion ? `conversion.${metric}` : `metric.${metric}`);
  const value = element("span", "kpi-value", say(row.metrics[place], kind));
  const made = button("kpi", element("span", "kpi-name", name), () => setParameter(METRIC, place ? metric : null, "replace"));
  made.append(value);
  made.id = `kpi-${metric}`;
  made.title = text(conversion ? `explain.conversion.${metric}` : `explain.${metric}`);
  made.setAttribute("aria-pressed", String(chosen));
  const { before, change } = row;
  if (!before) return made;
  const shown = changeElement(comparable ? change?.[place] : null, { inverse, points: kind === "percent" });
  const was = say(before[place], kind);
  shown.title = comparable ? text("change.from", { value: was }) : sayNoData();
  made.append(element("span", "kpi-change", shown, ...(comparable ? [" ", element("span", "kpi-before", was)] : [])));
  return made;
}
