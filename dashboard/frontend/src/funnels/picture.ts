/** A funnel as a picture: a bar for each step, what is lost between them, and the numbers as text. */
import { element } from "../dom.ts";
import { duration, number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { hrefTo } from "../journeys/link.ts";
import type { Action } from "../steps/action.ts";
import { stepName } from "../steps/step_name.ts";
import { largestLoss, type FunnelAnswer, type Step } from "./answer.ts";
import type { Funnel } from "./definition.ts";

/** The answer to the question that a funnel is, in a sentence or two. */
export function headline({ steps }: FunnelAnswer, funnel: Funnel): HTMLElement {
  const [first, last] = [steps[0], steps.at(-1)];
  const total = element("strong", "funnel-total", share(last?.total_conversion ?? 0));
  total.title = text("funnel.totalHint");
  const took = text("funnel.took", { n: number(last?.visitors ?? 0), visitors: counted("visitors", first?.visitors ?? 0) });
  const within = funnel.within === "visit" ? text("funnel.inVisit") : counted("funnel.inDays", funnel.days);
  const says = element("p", "funnel-says", took, " ", element("span", "funnel-within", within));
  const place = largestLoss(steps);
  const [lost, before] = [steps[place], steps[place - 1]];
  if (lost && before) {
    const values = { from: before.label, to: lost.label, share: share(100 - lost.conversion), visitors: counted("visitors", lost.drop_off) };
    says.append(element("span", "funnel-loss", text("funnel.loss", values)));
  }
  return element("div", "funnel-headline", total, says);
}

export function picture({ steps }: FunnelAnswer, actions: readonly Action[]): HTMLElement {
  const worst = largestLoss(steps);
  const made = element("ol", "funnel-steps");
  made.dataset.count = String(steps.length);
  steps.forEach((step, place) => made.append(bar(step, steps[place - 1], actions[place], actions[place - 1], place, place === worst)));
  return made;
}

function bar(step: Step, before: Step | undefined, action: Action | undefined, previous: Action | undefined, place: number, worst: boolean): HTMLElement {
  const name = element("div", "funnel-name", element("span", "funnel-place", number(place + 1)), action ? stepName(action) : step.label);
  const track = element("div", "funnel-track", element("span", "funnel-slope"), element("span", "funnel-lost"), element("span", "funnel-fill"));
  track.setAttribute("aria-hidden", "true");
  track.style.setProperty("--share", String(step.total_conversion / 100));
  track.style.setProperty("--before", String((before?.total_conversion ?? 100) / 100));
  const visitors = element("p", "funnel-visitors", element("strong", "", counted("visitors", step.visitors)));
  const made = element("li", `funnel-step${worst && before ? " worst" : ""}`, name, track, element("div", "funnel-figures", visitors, ...figures(step, before, previous)));
  return made;
}

function figures(step: Step, before: Step | undefined, previous: Action | undefined): HTMLElement[] {
  if (!before) return [];
  const conversion = hinted(element("p", "funnel-conversion", element("span", "", text("funnel.ofBefore", { share: share(step.conversion) }))), "funnel.ofBeforeHint");
  const total = hinted(element("p", "funnel-of-first", text("funnel.ofFirst", { share: share(step.total_conversion) })), "funnel.ofFirstHint");
  const lost = element("p", "funnel-drop", text("funnel.dropped", { n: number(step.drop_off), share: share(before.visitors ? 100 - step.conversion : 0) }));
  if (previous && step.drop_off) lost.append(" ", whereTo(previous));
  const made = [conversion, total, hinted(lost, "funnel.droppedHint")];
  if (step.median_s !== null) made.push(hinted(element("p", "funnel-median", text("funnel.median", { time: duration(step.median_s * 1000) })), "funnel.medianHint"));
  return made;
}

/**
 * Filters choose visits by what happened in them in any order, so none of them gives just those who dropped off here.
 * What visits did next after the step before can be shown as it is.
 */
function whereTo(previous: Action): HTMLElement {
  const link = element("a", "funnel-where", text("funnel.whereTo"));
  link.href = hrefTo({ forward: true, action: previous });
  link.title = text("funnel.whereToHint", { step: previous.value });
  link.setAttribute("aria-label", `${link.textContent} ${link.title}`);
  return link;
}

function hinted<T extends HTMLElement>(made: T, hint: string): T {
  made.title = text(hint);
  return made;
}
