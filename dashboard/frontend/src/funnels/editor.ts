/** The form of a funnel. What it says lies in the URL at once, and the page shows it as it changes. */
import { said } from "../ask.ts";
import { field } from "../dialog.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { MOST_NAME } from "../saved/shelf.ts";
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
  readonly #name = element("input");
  readonly #add = button("button quiet small", text("funnel.addStep"));
  readonly #save = element("button", "button", text("dialog.save"));
  readonly #problem = element("p", "notice bad");
  #funnel: Funnel | undefined;
  #opened = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly editing: Editing,
  ) {
    this.#name.maxLength = MOST_NAME;
    this.#name.addEventListener("input", () => this.#set({ name: this.#name.value }));
    this.#add.addEventListener("click", () => this.#restep([...this.#steps(), page("")], this.#steps().length));
    this.#problem.setAttribute("role", "alert");
  }

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
    this.#name.value = funnel.name;
    this.#problem.hidden = true;
    const cancel = button("button quiet", text("dialog.cancel"));
    cancel.addEventListener("click", () => this.editing.cancel());
    const actions = element("div", "actions", ...(site().mayEdit ? [this.#save] : []), cancel);
    const form = element("form", "funnel-form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    // Enter in a step takes what is typed there; it does not save.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target !== this.#name) event.preventDefault();
    });
    const foot = element("div", "funnel-form-foot", withinFields(funnel, (change) => this.#set(change)), actions);
    form.append(...(site().mayEdit ? [field(text("saved.name"), this.#name)] : []), this.#rows, this.#add, this.#problem, foot);
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
    this.#problem.hidden = true;
    this.#name.placeholder = route(wholeSteps(this.#funnel.steps)) || text("funnel.namePlaceholder");
    this.editing.changed(this.#funnel);
  }

  async #submit(): Promise<void> {
    const funnel = this.#funnel;
    if (!funnel || !site().mayEdit) return;
    if (!isAskable(funnel)) return this.#fail(text("funnel.tooFew"));
    this.#save.disabled = true;
    const name = funnel.name.trim() || route(wholeSteps(funnel.steps)).slice(0, MOST_NAME);
    await this.editing.save({ ...funnel, name }).catch((failure: unknown) => this.#fail(said(failure)));
    this.#save.disabled = false;
  }

  #fail(says: string): void {
    this.#problem.textContent = says;
    this.#problem.hidden = false;
  }

  #steps(): Funnel["steps"] {
    return this.#funnel?.steps ?? [];
  }
}

function button(className: string, label: string): HTMLButtonElement {
  const made = element("button", className, label);
  made.type = "button";
  return made;
}
