/** The bar above every report: filters, segments, period and comparison. */
import { button, find } from "../dom.ts";
import { text } from "../messages.ts";
import { toast } from "../toast.ts";
import { showChips } from "./chips.ts";
import { editFilter } from "./filter_dialog.ts";
import { listenToKeys, showHelp } from "./keys.ts";
import { compareMenu, periodMenu } from "./period_menu.ts";
import { segmentMenu } from "./segments.ts";
import { onLook, onTooLong, sameView, view, type View } from "./view.ts";
import { forgetWarnings } from "./warnings.ts";

/**
 * Makes the bar, and calls `show` with what is to be looked at: now, and whenever that changes. `compares` says whether
 * the page can compare two periods, `filters` whether it is about visitors, whom filters choose.
 */
export function openReport(show: (view: View) => void, { compares = false, filters = true } = {}): void {
  const menus = [...(filters ? [segmentMenu()] : []), ...(compares ? [compareMenu()] : []), periodMenu()];
  const tools = find(document, "[data-view-tools]");
  tools.append(...(filters ? [filterButton()] : []), ...menus.map((menu) => menu.element), helpButton(filters));
  const chips = () => showChips(find(document, "[data-chips]"));
  const parts = [...(filters ? [chips] : []), ...menus.map((menu) => menu.update), carryAlong];
  const update = () => parts.forEach(attempt);
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
  onTooLong(() => toast(text("view.tooLong")));
  listenToKeys(filters);
  update();
  looked = location.search;
  show(view());
}

/** What a part of the bar cannot show must not keep the page from showing the rest. */
function attempt(part: () => void): void {
  try {
    part();
  } catch (failure) {
    console.error(failure);
  }
}

function filterButton(): HTMLElement {
  const made = button("button quiet", text("filter.button"), () => editFilter());
  made.title = text("filter.add");
  return made;
}

function helpButton(filters: boolean): HTMLElement {
  const made = button("icon-button keys-button", "?", () => showHelp(filters));
  made.title = text("keys.title");
  made.setAttribute("aria-label", made.title);
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
