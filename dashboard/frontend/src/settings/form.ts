/** Forms that say what is wrong beside the field that is wrong. */
import { Refused, said } from "../ask.ts";
import { element } from "../dom.ts";
import { has, text } from "../messages.ts";
import { faultyField } from "./fault.ts";

export type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A form whose inputs have the names of the API's fields; each may have an element `ID-hint` that describes it. */
export class CheckedForm {
  readonly #general = element("p", "notice bad");

  constructor(
    readonly element: HTMLFormElement,
    private readonly aliases: Readonly<Record<string, string>> = {},
  ) {
    this.#general.setAttribute("role", "alert");
    this.#general.hidden = true;
    element.prepend(this.#general);
    element.noValidate = true;
    for (const type of ["input", "change"]) element.addEventListener(type, ({ target }) => this.#clear(target as Input));
  }

  /** Calls `save` on every submit that the browser finds nothing wrong with. What `save` throws is shown. */
  onSubmit(save: () => Promise<void>): void {
    const button = this.element.querySelector<HTMLButtonElement>("button:not([type=button])");
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#isComplete() || button?.disabled) return;
      if (button) button.disabled = true;
      void save()
        .catch((failure: unknown) => this.fail(failure))
        .finally(() => {
          if (button) button.disabled = false;
        });
    });
  }

  /** Says what is wrong, beside the field if it is about one. */
  fail(failure: unknown): void {
    if (!(failure instanceof Refused)) console.error(failure);
    const code = failure instanceof Refused ? failure.code : "";
    const message = said(failure);
    const input = this.#input(faultyField(code, message, this.#names(), this.aliases));
    const words = has(`refused.${code}`) ? text(`refused.${code}`) : readable(message);
    if (input) return this.#mark(input, words);
    this.#general.textContent = words;
    this.#general.hidden = false;
  }

  #isComplete(): boolean {
    this.#general.hidden = true;
    const wrong = this.#inputs().filter((input) => !input.checkValidity());
    for (const input of wrong.reverse()) this.#mark(input, input.validationMessage);
    return !wrong.length;
  }

  #mark(input: Input, message: string): void {
    const id = `${input.id}-problem`;
    const says = document.getElementById(id) ?? element("p", "field-problem");
    says.id = id;
    says.setAttribute("role", "alert");
    says.textContent = message;
    (input.closest(".field") ?? document.getElementById(`${input.id}-hint`) ?? input).after(says);
    input.setAttribute("aria-invalid", "true");
    describe(input, id);
    input.focus();
  }

  #clear(input: Input): void {
    if (input.getAttribute?.("aria-invalid") !== "true") return;
    input.removeAttribute("aria-invalid");
    document.getElementById(`${input.id}-problem`)?.remove();
    describe(input);
  }

  #inputs(): Input[] {
    return [...this.element.elements].filter((input): input is Input => "name" in input && input.name !== "");
  }

  #names(): string[] {
    return [...new Set(this.#inputs().map(({ name }) => name))];
  }

  #input(name: string | undefined): Input | undefined {
    return this.#inputs().find((input) => input.name === name);
  }
}

/** An input with its values set. */
export function input(name: string, values: Partial<HTMLInputElement> = {}): HTMLInputElement {
  return Object.assign(element("input"), { name, autocomplete: "off" }, values);
}

export function select(name: string, options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
  const made = element("select");
  made.name = name;
  made.append(...options.map(([each, label]) => new Option(label, each)));
  made.value = value;
  return made;
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
