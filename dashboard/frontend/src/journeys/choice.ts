/** What to follow: from where or to where, through what, how far. Every change is looked at at once. */
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { StepField } from "../steps/step_field.ts";
import { DEPTHS, THROUGH, TOPS, writeJourney, type Journey, type Through } from "./definition.ts";

export class Choice {
  #journey: Journey | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly changed: (journey: Journey) => void,
  ) {}

  /** Shows this journey. What the form shows already stays as it is, with the focus in it. */
  show(journey: Journey): void {
    if (this.#journey && writeJourney(journey) === writeJourney(this.#journey)) return;
    this.#journey = journey;
    this.root.hidden = false;
    const step = new StepField(journey.action, text("journey.action"), (action) => this.#set({ action }));
    this.root.replaceChildren(
      element("div", "journey-action", this.#direction(journey.forward), step.element),
      element(
        "div",
        "journey-more",
        this.#select("journey.throughWhat", THROUGH, journey.through, (value) => text(`journey.through.${value}`), (through: Through) => this.#set({ through })),
        this.#select("journey.depth", DEPTHS, journey.depth, number, (depth: number) => this.#set({ depth })),
        this.#select("journey.top", [...new Set([...TOPS, journey.top])].sort((one, other) => one - other), journey.top, number, (top: number) => this.#set({ top })),
      ),
    );
  }

  #set(change: Partial<Journey>): void {
    if (!this.#journey) return;
    this.#journey = { ...this.#journey, ...change };
    this.changed(this.#journey);
  }

  #direction(forward: boolean): HTMLElement {
    const select = element("select", "journey-direction");
    select.setAttribute("aria-label", text("journey.direction"));
    select.append(new Option(text("journey.forward"), "start"), new Option(text("journey.backward"), "end"));
    select.value = forward ? "start" : "end";
    select.addEventListener("change", () => this.#set({ forward: select.value === "start" }));
    return select;
  }

  #select<T extends string | number>(label: string, values: readonly T[], current: T, say: (value: T) => string, choose: (value: T) => void): HTMLElement {
    const select = element("select", "small");
    select.append(...values.map((value) => new Option(say(value), String(value))));
    select.value = String(current);
    select.addEventListener("change", () => {
      const chosen = values.find((value) => String(value) === select.value);
      if (chosen !== undefined) choose(chosen);
    });
    return element("label", "", element("span", "", text(label)), select);
  }
}
