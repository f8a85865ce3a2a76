/** The fields that choose a step: page, event or goal, which one, and properties that narrow it. */
import { button, element } from "../dom.ts";
import { counted, text } from "../messages.ts";
import { KINDS, propertyFilter, type Action, type Kind } from "./action.ts";
import { known, type Known } from "./known.ts";
import { propertyRow } from "./property_row.ts";

const TYPING_MS = 400;
let made = 0;

/** `changed` is called with every new state; while somebody types, when they pause. `label` names the step. */
export class StepField {
  readonly element = element("div", "step-field");
  readonly #box = element("span", "step-value");
  readonly #filters = element("ul", "step-filters");
  readonly #kind = element("select", "step-choice");
  #action: Action;
  #waiting = 0;

  constructor(
    action: Action,
    private readonly label: string,
    private readonly changed: (action: Action) => void,
  ) {
    this.#action = action;
    for (const kind of KINDS) this.#kind.append(new Option(text(`step.${kind}`), kind));
    this.#kind.value = action.kind;
    this.#kind.setAttribute("aria-label", text("step.kindOf", { step: label }));
    this.#kind.addEventListener("change", () => this.#turn(this.#kind.value as Kind));
    const more = button("step-more", text("step.where"), () => this.#addFilter());
    more.title = text("step.whereHint");
    this.element.append(this.#kind, this.#box, more, this.#filters);
    this.#showValue();
    this.#showFilters();
  }

  focus(): void {
    this.#box.querySelector<HTMLElement>("input, select")?.focus();
  }

  #set(change: Partial<Action>, waitMs = 0): void {
    this.#action = { ...this.#action, ...change };
    clearTimeout(this.#waiting);
    if (waitMs) this.#waiting = window.setTimeout(() => this.changed(this.#action), waitMs);
    else this.changed(this.#action);
  }

  #turn(kind: Kind): void {
    this.#action = { ...this.#action, kind, value: "" };
    this.#showValue();
    if (kind !== "goal") this.#set({});
    this.focus();
  }

  #showValue(): void {
    const { kind, value } = this.#action;
    const input = kind === "goal" ? this.#goalChoice(value) : this.#textInput(kind, value);
    input.setAttribute("aria-label", text("step.valueOf", { step: this.label }));
    input.addEventListener("change", () => this.#set({ value: input.value }));
  }

  #textInput(kind: Kind, value: string): HTMLInputElement {
    const input = element("input");
    Object.assign(input, { value, maxLength: 500, autocomplete: "off", spellcheck: false, placeholder: text(`step.${kind}Placeholder`) });
    const list = element("datalist");
    list.id = `step-values-${++made}`;
    input.setAttribute("list", list.id);
    input.addEventListener("input", () => this.#set({ value: input.value }, TYPING_MS));
    input.addEventListener("focus", () => void known(kind).then((found) => list.replaceChildren(...found.map(option)), () => {}), { once: true });
    this.#box.replaceChildren(input, list);
    return input;
  }

  /** A goal has to be one of the site's, so it is chosen, not typed. One that is gone stays until another is chosen. */
  #goalChoice(value: string): HTMLSelectElement {
    const select = element("select");
    select.append(new Option(text("step.goalPlaceholder"), ""));
    if (value) select.append(new Option(value, value));
    select.value = value;
    void known("goal").then(
      (found) => {
        select.append(...found.filter((each) => each.value !== value).map((each) => new Option(each.value, each.value)));
        if (!found.length) select.options[0]!.textContent = text("step.noGoals");
      },
      () => {},
    );
    this.#box.replaceChildren(select);
    return select;
  }

  #addFilter(): void {
    this.#action.filters = [...this.#action.filters, propertyFilter({ operator: "is", property: "", value: "" })];
    this.#showFilters();
    this.#filters.querySelector<HTMLElement>("li:last-child input")?.focus();
  }

  #showFilters(): void {
    const { filters } = this.#action;
    this.#filters.hidden = !filters.length;
    this.#filters.replaceChildren(
      ...filters.map((filter, place) =>
        propertyRow(filter, this.#action, (changed, typing) => {
          const next = this.#action.filters.flatMap((each, index) => (index !== place ? [each] : changed ? [changed] : []));
          this.#set({ filters: next }, typing ? TYPING_MS : 0);
          if (!changed) this.#showFilters();
        }),
      ),
    );
  }
}

function option({ value, visitors }: Known): HTMLOptionElement {
  const made = element("option");
  made.value = value;
  made.label = visitors === undefined ? value : `${value} · ${counted("visitors", visitors)}`;
  return made;
}
