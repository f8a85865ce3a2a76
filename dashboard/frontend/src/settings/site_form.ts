/** Name, time zone and what is counted of a site: one form, in the page as the server made it. */
import { ask } from "../ask.ts";
import { find } from "../dom.ts";
import { CheckedForm, type Input } from "../form/checked.ts";
import { text } from "../messages.ts";
import { sitePath } from "../site.ts";

const LISTS = ["allowed_origins", "excluded_addresses", "excluded_paths"] as const;
/** What the API calls wrong entries of them. */
const ALIASES = { invalid_domain: "allowed_origins", invalid_address: "excluded_addresses", invalid_path: "excluded_paths" };

type Changes = Record<string, string | string[] | boolean>;

export function siteForm(): void {
  const form = find<HTMLFormElement>(document, "[data-form]");
  const saved = find(form, "[data-saved]");
  const checked = new CheckedForm(form, ALIASES);
  checked.onSubmit(async () => {
    saved.textContent = "";
    show(form, await ask<Changes>(sitePath(), changes(form), null, "PATCH"));
    saved.textContent = text("site.saved");
  });
  form.addEventListener("input", () => (saved.textContent = ""));
  ownAddress(form);
}

function changes(form: HTMLFormElement): Changes {
  const lists = LISTS.map((name): [string, string[]] => [name, lines(input(form, name).value)]);
  return { name: input(form, "name").value, timezone: input(form, "timezone").value, identify: identify(form).checked, ...Object.fromEntries(lists) };
}

/** As it is kept now: the API brings addresses and domains into one form. */
function show(form: HTMLFormElement, kept: Changes): void {
  for (const name of LISTS) input(form, name).value = [kept[name] ?? []].flat().join("\n");
  identify(form).checked = kept.identify === true;
  input(form, "name").value = String(kept.name);
}

function ownAddress(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("[data-add-address]");
  button?.addEventListener("click", () => {
    const field = input(form, "excluded_addresses");
    const own = button.dataset.addAddress ?? "";
    if (!lines(field.value).includes(own)) field.value = [...lines(field.value), own].join("\n");
    field.focus();
  });
}

const identify = (form: HTMLFormElement): HTMLInputElement => form.elements.namedItem("identify") as HTMLInputElement;
const input = (form: HTMLFormElement, name: string): Input => form.elements.namedItem(name) as Input;
const lines = (value: string): string[] => value.split(/\s*\n\s*/).map((line) => line.trim()).filter(Boolean);
