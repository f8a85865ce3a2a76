/** The site's own events and pages, as goals that could be set. */
import { ask, said } from "../ask.ts";
import { button, element } from "../dom.ts";
import type { Goal } from "../goals.ts";
import { counted, text } from "../messages.ts";
import { sitePath } from "../site.ts";
import { known, type Known } from "../steps/known.ts";
import { toast } from "../toast.ts";
import type { Kind } from "./goal_filter.ts";

const MOST = 6;
/** Sent by the tracker, about how fast pages are: nobody's goal. */
const MEASURED = "web-vital";

/** Buttons that fill the form with what the site has; empty while that is not known. */
export function candidates(kind: Kind, choose: (value: string) => void): HTMLElement {
  const made = element("div", "candidates");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", text(`goal.seen.${kind}`));
  void usable(kind).then((found) => {
    const chosen = kind === "page" ? mixed(found) : found.slice(0, MOST);
    made.replaceChildren(...chosen.map(({ value }) => button("candidate", value, () => choose(value))));
  }, () => {
    // The form works without them.
  });
  return made;
}

async function usable(kind: Kind): Promise<Known[]> {
  const found = await known(kind);
  return kind === "event" ? found.filter(({ value }) => value !== MEASURED) : found;
}

/** Below the list: events that come in and are no goal yet, each a click away from being one. */
export async function suggestions(box: HTMLElement, goals: readonly Goal[], added: () => void): Promise<void> {
  const taken = new Set(goals.map(({ event }) => event));
  const found = await usable("event").catch((): Known[] => []);
  const open = found.filter(({ value }) => !taken.has(value)).slice(0, MOST);
  box.hidden = !open.length;
  const lines = open.map((event) => line(event, added));
  box.replaceChildren(element("h2", "", text("goal.suggested")), element("ul", "card things", ...lines));
}

function line({ value, visitors }: Known, added: () => void): HTMLElement {
  const make = button("button quiet small", text("goal.makeThis"), () => {
    make.disabled = true;
    ask(sitePath("goals"), { event: value }).then(added, (failure: unknown) => {
      make.disabled = false;
      toast(said(failure));
    });
  });
  make.setAttribute("aria-label", text("things.labelled", { action: text("goal.makeThis"), name: value }));
  const count = visitors === undefined ? "" : text("goal.lately", { visitors: counted("visitors", visitors) });
  return element("li", "thing", element("div", "thing-what", element("code", "thing-name", value), element("p", "thing-details", element("span", "", count))), element("div", "thing-actions", make));
}

/** Single pages, and folders of them at the end, of both some. */
function mixed(found: readonly Known[]): Known[] {
  const folders = found.filter(({ value }) => value.includes("*")).slice(0, 2);
  return [...found.filter(({ value }) => !value.includes("*")).slice(0, MOST - folders.length), ...folders];
}
