/** What the numbers on the page cannot tell, or what is missing in them: said once, above the page. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import type { Meta } from "../stats.ts";

const said = new Set<string>();

/** Shows the warnings of an answer; the same one only once. */
export function noteWarnings(meta: Meta): void {
  for (const warning of meta.warnings ?? []) said.add(typeof warning === "string" ? warning : JSON.stringify(warning));
  show();
}

/** When something else is looked at, its own answers will say what is wrong with them. */
export function forgetWarnings(): void {
  said.clear();
  show();
}

function show(): void {
  const box = document.querySelector<HTMLElement>("[data-warnings]");
  if (!box) return;
  box.hidden = said.size === 0;
  if (box.hidden) return;
  const list = element("ul", "", ...[...said].map((warning) => element("li", "", warning)));
  box.replaceChildren(element("p", "", text("warnings.title")), list);
}
