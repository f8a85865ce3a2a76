/** The bar above every report: filters, segments, period and comparison. */
import { element, find } from "../dom.ts";
import { text } from "../messages.ts";
import { showChips } from "./chips.ts";
import { editFilter } from "./filter_dialog.ts";
import { listenToKeys, showHelp } from "./keys.ts";
import { compareMenu, periodMenu } from "./period_menu.ts";
import { segmentMenu } from "./segments.ts";
import { onLook, sameView, view, type View } from "./view.ts";
import { forgetWarnings } from "./warnings.ts";

/**
 * Makes the bar, and calls `show` with what is to be looked at: now, and whenever that changes. `compares` says whether
 * the page can compare two periods.
 */
export function openReport(show: (view: View) => void, { compares = false } = {}): void {
  const parts = [segmentMenu(), ...(compares ? [compareMenu()] : []), periodMenu()];
  const tools = find(document, "[data-view-tools]");
  tools.append(filterButton(), ...parts.map((part) => part.element), helpButton());
  const update = () => {
    showChips(find(document, "[data-chips]"));
    for (const part of parts) part.update();
    carryAlong();
  };
  let looked = "";
  let seen = view();
  const changed = () => {
    update();
    if (location.search === looked) return;
    looked = location.search;
    // A parameter of the page's own asks nothing anew of what stands there.
    if (!sameView(seen, view())) forgetWarnings();
    seen = view();
    show(seen);
  };
  onLook(changed);
  listenToKeys();
  update();
  looked = location.search;
  show(view());
}

function filterButton(): HTMLElement {
  const made = element("button", "button quiet", text("filter.button"));
  made.type = "button";
  made.title = text("filter.add");
  made.addEventListener("click", () => editFilter());
  return made;
}

function helpButton(): HTMLElement {
  const made = element("button", "icon-button keys-button", "?");
  made.type = "button";
  made.title = text("keys.title");
  made.setAttribute("aria-label", made.title);
  made.addEventListener("click", showHelp);
  return made;
}

/** The other reports of the site are opened with the same period and filters. */
function carryAlong(): void {
  const kept = new URLSearchParams(location.search);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-carries-view]")) {
    const parameters = new URLSearchParams([...kept].filter(([name]) => VIEW.has(name)));
    link.search = parameters.toString();
  }
}

const VIEW = new Set(["period", "date", "from", "to", "compare", "cfrom", "cto", "weekday", "f"]);
