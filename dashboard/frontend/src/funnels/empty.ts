/** What stands on the page while the site has no funnel: what one is good for, and one to begin with. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import type { Action } from "../steps/action.ts";
import { stepName } from "../steps/step_name.ts";
import { inPage } from "../view/menu.ts";
import { hrefWith, setParameters } from "../view/view.ts";
import { blank, writeFunnel, type Funnel } from "./definition.ts";

export function emptyPage(suggested: Action[] | undefined): HTMLElement {
  const made = element("div", "funnel-empty", element("p", "", text("funnel.none")));
  if (suggested) {
    const ways = suggested.map((step) => element("li", "", stepName(step)));
    made.append(element("p", "hint", text("funnel.try")), element("ol", "funnel-route", ...ways));
  }
  const actions = element("p", "actions");
  if (suggested) actions.append(drafting(text("funnel.lookAtIt"), "button", { ...blank(), steps: suggested }));
  actions.append(drafting(text("funnel.own"), suggested ? "button quiet" : "button", blank()));
  made.append(actions);
  return made;
}

/** A link that opens this funnel in the editor. */
export function drafting(label: string, className: string, funnel: Funnel): HTMLAnchorElement {
  const values = { funnel: null, draft: writeFunnel(funnel) };
  const link = element("a", className, label);
  link.href = hrefWith(values);
  inPage(link, () => setParameters(values));
  return link;
}
