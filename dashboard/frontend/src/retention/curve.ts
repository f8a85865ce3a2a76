/** The average as one number and as a curve; the table beside it has the same numbers. */
import { SeriesChart } from "../chart/series.ts";
import { element } from "../dom.ts";
import { number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { averages, type By, type Cohort } from "./cohorts.ts";

export class Curve {
  readonly #headline = element("p", "retention-headline");
  readonly #chart: SeriesChart;

  constructor(private readonly body: HTMLElement) {
    const box = element("div", "retention-curve");
    box.setAttribute("aria-hidden", "true");
    body.replaceChildren(this.#headline, box, element("p", "hint", text("retention.curveHint")));
    this.#chart = new SeriesChart(box);
  }

  show(cohorts: readonly Cohort[], by: By): void {
    const known = averages(cohorts).filter(({ percent }) => percent !== null);
    const next = known[0];
    this.body.classList.toggle("known", Boolean(next));
    if (!next) return this.#headline.replaceChildren(text("retention.notYet"));
    this.#headline.replaceChildren(element("strong", "", share(next.percent ?? 0)), " ", text(`retention.headline.${by}`));
    this.#headline.title = text("retention.averageOf", { percent: share(next.percent ?? 0), visitors: number(next.visitors), size: number(next.of) });
    const values = known.map(({ percent }) => percent);
    this.#chart.show({
      tickWidth: 26,
      ticks: known.map(({ after }) => number(after)),
      lines: [{ label: text("retention.average"), values, look: "main" }],
      say: share,
      atLeast: 1,
      tip: (place) => tip(known[place], by),
    });
  }
}

function tip(found: ReturnType<typeof averages>[number] | undefined, by: By): (Node | string)[] {
  if (!found) return [];
  const of = text("retention.of", { visitors: number(found.visitors), size: number(found.of) });
  return [element("strong", "", share(found.percent ?? 0)), ` ${counted(`retention.after.${by}`, found.after)}`, element("br"), of];
}
