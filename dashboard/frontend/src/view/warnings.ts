/** What the numbers on the page cannot tell, or what is missing in them: said once, above the page. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import type { Meta } from "../stats.ts";

const said = new Set<string>();
/** Why nothing can be shown, and the ways on from there. */
const refusals = new Map<string, readonly HTMLElement[]>();

/** Shows the warnings of an answer; the same one only once. */
export function noteWarnings(meta: Meta): void {
  for (const warning of meta.warnings ?? []) said.add(typeof warning === "string" ? warning : JSON.stringify(warning));
  show();
}

/** Shows why the page cannot be shown; false where the page has no place for that. The same one only once. */
export function noteRefusal(message: string, ways: readonly HTMLElement[]): boolean {
  if (!refusals.has(message)) refusals.set(message, ways);
  return show();
}

/** When something else is looked at, its own answers will say what is wrong with them. */
export function forgetWarnings(): void {
  said.clear();
  refusals.clear();
  show();
}

function show(): boolean {
  const box = document.querySelector<HTMLElement>("[data-warnings]");
  if (!box) return false;
  box.hidden = !said.size && !refusals.size;
  box.replaceChildren(...[...refusals].map(refusal), ...(said.size ? warnings() : []));
  return true;
}

function refusal([message, ways]: [string, readonly HTMLElement[]]): HTMLElement {
  return element("p", "refusal", message, ...ways.flatMap((way) => [" ", way]));
}

function warnings(): HTMLElement[] {
  const list = element("ul", "", ...[...said].map((warning) => element("li", "", warning)));
  return [element("p", "", text("warnings.title")), list];
}
