/** The form of a funnel. What it says lies in the URL at once, and the page shows it as it changes. */
import { button, element } from "../dom.ts";
import { CheckedForm, Mistake } from "../form/checked.ts";
import { field, input, MOST_NAME } from "../form/fields.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { page } from "../steps/action.ts";
import { route } from "../steps/step_name.ts";
import { isAskable, LEAST_STEPS, MOST_STEPS, moved, wholeSteps, writeFunnel, type Funnel } from "./definition.ts";
import { stepRow } from "./step_row.ts";
import { withinFields } from "./within.ts";

export interface Editing {
  /** Called with every change. */
  changed(funnel: Funnel): void;
  save(funnel: Funnel): Promise<void>;
  cancel(): void;
}

export class Editor {
  readonly #rows = element("ol", "step-rows");
  #name = input("name");
  readonly #add = button("button quiet small", text("funnel.addStep"), () => this.#restep([...this.#steps(), page("")], this.#steps().length));
  #funnel: Funnel | undefined;
  #opened = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly editing: Editing,
  ) {}

  /** Shows this funnel, or nothing. What the form shows already stays as it is, with the focus in it. */
  show(funnel: Funnel | undefined): void {
    this.root.hidden = !funnel;
    if (funnel && this.#funnel && writeFunnel(funnel) === writeFunnel(this.#funnel)) return;
    const fresh = this.#opened && !this.#funnel;
    this.#funnel = funnel;
    if (funnel) this.#draw(funnel);
    // What opened the form may be gone. At the page's own start the focus is left alone.
    if (funnel && fresh) this.root.querySelector<HTMLElement>("input, select")?.focus();
    this.#opened = true;
  }

  #draw(funnel: Funnel): void {
    this.#name = input("name", { maxLength: MOST_NAME, value: funnel.name });
    this.#name.addEventListener("input", () => this.#set({ name: this.#name.value }));
    const save = site().mayEdit ? [element("button", "button", text("dialog.save"))] : [];
    const actions = element("div", "actions", ...save, button("button quiet", text("dialog.cancel"), () => this.editing.cancel()));
    const form = element("form", "funnel-form");
    // Enter in a step takes what is typed there; it does not save.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target !== this.#name) event.preventDefault();
    });
    const foot = element("div", "funnel-form-foot", withinFields(funnel, (change) => this.#set(change)), actions);
    form.append(...(site().mayEdit ? [field(text("saved.name"), this.#name)] : []), this.#rows, this.#add, foot);
    new CheckedForm(form).onSubmit(() => this.#submit());
    this.root.replaceChildren(element("h2", "", text(funnel.name ? "funnel.edit" : "funnel.new")), form);
    this.#drawSteps();
  }

  #drawSteps(): void {
    const steps = this.#steps();
    this.#rows.replaceChildren(
      ...steps.map((action, place) =>
        stepRow(action, place, steps.length, {
          changed: (next) => this.#set({ steps: this.#steps().map((step, index) => (index === place ? next : step)) }),
          move: (to) => this.#restep(moved(this.#steps(), place, to), to),
          remove: () => this.#restep(this.#steps().filter((_, index) => index !== place), Math.max(0, place - 1)),
        }),
      ),
    );
    this.#add.hidden = steps.length >= MOST_STEPS;
    this.#name.placeholder = route(wholeSteps(steps)) || text("funnel.namePlaceholder");
  }

  /** Other steps; the focus goes where the change was. */
  #restep(steps: Funnel["steps"], focused: number): void {
    if (steps.length < LEAST_STEPS || steps.length > MOST_STEPS) return;
    this.#set({ steps });
    this.#drawSteps();
    const row = this.#rows.children[focused];
    row?.querySelector<HTMLElement>("input, .step-value select")?.focus();
  }

  #set(change: Partial<Funnel>): void {
    if (!this.#funnel) return;
    this.#funnel = { ...this.#funnel, ...change };
    this.#name.placeholder = route(wholeSteps(this.#funnel.steps)) || text("funnel.namePlaceholder");
    this.editing.changed(this.#funnel);
  }

  async #submit(): Promise<void> {
    const funnel = this.#funnel;
    if (!funnel || !site().mayEdit) return;
    if (!isAskable(funnel)) throw new Mistake(text("funnel.tooFew"));
    await this.editing.save({ ...funnel, name: funnel.name.trim() || route(wholeSteps(funnel.steps)).slice(0, MOST_NAME) });
  }

  #steps(): Funnel["steps"] {
    return this.#funnel?.steps ?? [];
  }
}
