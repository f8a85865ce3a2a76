/** Forms that say what is wrong beside the field that is wrong. */
import { Refused, said, translated } from "../ask.ts";
import { element } from "../dom.ts";
import { faultyField } from "./fault.ts";

export type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What the page itself finds wrong, in words for people; about a field, if one is named. */
export class Mistake extends Error {
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/**
 * A form whose inputs have the names of the API's fields; each may have an element `ID-hint` that describes it. Its last
 * element has the buttons: what is wrong with none of the fields is said above them.
 */
export class CheckedForm {
  readonly #general = element("p", "notice bad");

  constructor(
    readonly element: HTMLFormElement,
    private readonly aliases: Readonly<Record<string, string>> = {},
  ) {
    this.#general.setAttribute("role", "alert");
    this.#general.hidden = true;
    if (element.lastElementChild) element.lastElementChild.before(this.#general);
    else element.append(this.#general);
    element.noValidate = true;
    for (const type of ["input", "change"]) {
      element.addEventListener(type, ({ target }) => {
        this.#general.hidden = true;
        this.#clear(target as Input);
      });
    }
  }

  /** Calls `save` on every submit that the browser finds nothing wrong with. What `save` throws is shown. */
  onSubmit(save: () => Promise<void> | void): void {
    const button = this.element.querySelector<HTMLButtonElement>("button:not([type=button])");
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#isComplete() || button?.disabled) return;
      if (button) button.disabled = true;
      void Promise.resolve()
        .then(save)
        .catch((failure: unknown) => this.fail(failure))
        .finally(() => {
          if (button) button.disabled = false;
        });
    });
  }

  /** Says what is wrong, beside the field if it is about one. */
  fail(failure: unknown): void {
    const { message, field } = this.#fault(failure);
    const input = this.#inputs().find(({ name }) => name === field);
    if (input) return this.#mark(input, message);
    this.#general.textContent = message;
    this.#general.hidden = false;
  }

  #fault(failure: unknown): { message: string; field: string | undefined } {
    if (failure instanceof Mistake) return { message: failure.message, field: failure.field };
    if (!(failure instanceof Refused)) {
      console.error(failure);
      return { message: said(failure), field: undefined };
    }
    const { code, message } = failure;
    const names = this.#inputs().map(({ name }) => name);
    return { message: translated(failure) ?? readable(message), field: faultyField(code, message, names, this.aliases) };
  }

  #isComplete(): boolean {
    this.#general.hidden = true;
    const inputs = this.#inputs();
    for (const input of inputs) this.#clear(input);
    const wrong = inputs.filter((input) => !input.checkValidity());
    for (const input of wrong.reverse()) this.#mark(input, input.validationMessage);
    return !wrong.length;
  }

  #mark(input: Input, message: string): void {
    input.id ||= `field-${input.name}`;
    const id = `${input.id}-problem`;
    const says = document.getElementById(id) ?? element("p", "field-problem");
    says.id = id;
    says.setAttribute("role", "alert");
    says.textContent = message;
    (input.closest(".field, fieldset") ?? document.getElementById(`${input.id}-hint`) ?? input).after(says);
    input.setAttribute("aria-invalid", "true");
    describe(input, id);
    input.focus();
  }

  #clear(input: Input): void {
    const says = document.getElementById(`${input.id}-problem`);
    // Without one, whoever made the field marked it, and watches it.
    if (!says) return;
    says.remove();
    input.removeAttribute("aria-invalid");
    describe(input);
  }

  #inputs(): Input[] {
    return [...this.element.elements].filter((input): input is Input => "name" in input && input.name !== "");
  }
}

/** The first letter large, and no marks around names: the API's messages are parts of sentences, in Markdown. */
function readable(message: string): string {
  const plain = message.replaceAll("`", "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function describe(input: Input, problem = ""): void {
  const hint = document.getElementById(`${input.id}-hint`) ? `${input.id}-hint` : "";
  const ids = [problem, hint].filter(Boolean).join(" ");
  if (ids) input.setAttribute("aria-describedby", ids);
  else input.removeAttribute("aria-describedby");
}
