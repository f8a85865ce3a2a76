/** The five metrics as cards: value, rating, where it lies between Google's thresholds, and how the samples spread. */
import { element } from "../dom.ts";
import { share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { METRICS, position, rating, RATINGS, said, THRESHOLDS, type Metric, type Percentile, type Rating, type Vital } from "./metrics.ts";
import { badge, shape } from "./rating.ts";

/** A click on a card chooses its metric for the chart. Metrics without samples are there, and say so. */
export function cards(vitals: readonly Vital[], percentile: Percentile, chosen: Metric, choose: (metric: Metric) => void): HTMLElement {
  const list = METRICS.map((metric) => card(metric, vitals.find((vital) => vital.metric === metric), percentile, chosen, choose));
  return element("ul", "vital-cards", ...list);
}

function card(metric: Metric, vital: Vital | undefined, percentile: Percentile, chosen: Metric, choose: (metric: Metric) => void): HTMLElement {
  const button = element("button", "vital-name", element("strong", "", metric), " ", element("span", "", text(`vitals.${metric}`)));
  button.type = "button";
  button.setAttribute("aria-pressed", String(metric === chosen));
  button.title = text(`vitals.${metric}.hint`);
  button.addEventListener("click", () => choose(metric));
  const made = element("li", `card vital${metric === chosen ? " chosen" : ""}`, button);
  if (!vital) {
    made.append(element("p", "empty", text("vitals.noSamples")));
    return made;
  }
  const value = vital[percentile];
  const figure = element("p", "vital-figure", element("span", "vital-value", said(metric, value)), badge(rating(metric, value)));
  made.append(figure, scale(metric, value), spread(vital), element("p", "hint", counted("vitals.samples", vital.samples)));
  return made;
}

/** The value on a line with the two thresholds. */
function scale(metric: Metric, value: number): HTMLElement {
  const [good, fair] = THRESHOLDS[metric];
  const marker = element("span", "scale-marker");
  const made = element("div", "scale", element("span", "scale-line"), marker, threshold(metric, good), threshold(metric, fair));
  made.style.setProperty("--good-at", String(position(metric, good)));
  made.style.setProperty("--fair-at", String(position(metric, fair)));
  marker.style.setProperty("--at", String(position(metric, value)));
  made.title = text("vitals.thresholds", { good: said(metric, good), poor: said(metric, fair) });
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", made.title);
  return made;
}

function threshold(metric: Metric, value: number): HTMLElement {
  const made = element("span", "scale-threshold", said(metric, value));
  made.style.setProperty("--at", String(position(metric, value)));
  return made;
}

const PARTS: Record<Rating, (vital: Vital) => number> = { good: (vital) => vital.good, fair: (vital) => vital.needs_improvement, poor: (vital) => vital.poor };

/** A bar of the samples by rating, and the same in figures. */
function spread(vital: Vital): HTMLElement {
  const bar = element("div", "spread-bar");
  bar.setAttribute("aria-hidden", "true");
  const figures = element("ul", "spread-figures");
  for (const name of RATINGS) {
    const percent = PARTS[name](vital);
    const part = element("span", `part-${name}`);
    part.style.setProperty("--share", String(percent));
    bar.append(part);
    const figure = element("li", "", shape(name, true), " ", share(percent));
    figure.title = text("vitals.share", { rating: text(`vitals.${name}`), percent: share(percent) });
    figures.append(figure);
  }
  return element("div", "spread", bar, figures);
}
