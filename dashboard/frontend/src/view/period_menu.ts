/** Which time is looked at, and what it is compared with. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { askDates } from "./dates_dialog.ts";
import { choice, menu } from "./menu.ts";
import { addDays, bounds, moved, type Period } from "./periods.ts";
import { hrefOf, look, view, type Compare } from "./view.ts";
import { compareName, periodDays, periodName } from "./words.ts";

/** The presets in groups, each with its key. */
export function presets(): (readonly [Period, string])[][] {
  const today = site().today;
  const lastMonth = moved({ name: "month" }, -1, today) ?? { name: "month" };
  return [
    [[{ name: "day" }, "D"], [{ name: "day", date: addDays(today, -1) }, "E"], [{ name: "24h" }, "H"]],
    [[{ name: "7d" }, "W"], [{ name: "28d" }, "F"], [{ name: "30d" }, "T"], [{ name: "91d" }, "N"]],
    [[{ name: "month" }, "M"], [lastMonth, "P"]],
    [[{ name: "6mo" }, "S"], [{ name: "12mo" }, "L"], [{ name: "year" }, "Y"]],
    [[{ name: "all" }, "A"]],
  ];
}

export function periodMenu(): { element: HTMLElement; update(): void } {
  const { element: details, label, list } = menu(text("period.title"));
  const [back, on] = [arrow(-1), arrow(1)];
  const box = element("div", "period", back.element, details, on.element);
  return {
    element: box,
    update() {
      const { period } = view();
      label.textContent = periodName(period, site().today);
      details.querySelector("summary")!.title = periodDays(period, site().today) || text("period.title");
      list.replaceChildren(...presets().map((group) => element("div", "menu-group", ...group.map((each) => preset(...each)))), custom());
      back.update();
      on.update();
    },
  };
}

export function compareMenu(): { element: HTMLElement; update(): void } {
  const { element: details, label, list } = menu(text("compare.title"), "compare");
  return {
    element: details,
    update() {
      const { compare, period } = view();
      details.hidden = period.name === "all";
      label.textContent = compare.mode === "none" ? text("compare.none") : text("compare.with", { period: compareName(compare) });
      list.replaceChildren(...compareChoices(compare));
    },
  };
}

export async function chooseDates(): Promise<void> {
  const span = bounds(view().period, site().today);
  const found = await askDates(text("period.custom"), span ?? [addDays(site().today, -6), site().today]);
  if (found) look({ period: { name: "custom", ...found }, interval: undefined });
}

/** Moves the period by its own length, if there is something there. */
export function move(by: -1 | 1): void {
  const period = moved(view().period, by, site().today);
  if (period) look({ period });
}

function preset(period: Period, key: string): HTMLAnchorElement {
  const change = { period, interval: undefined };
  const current = JSON.stringify(period) === JSON.stringify(view().period);
  return choice({ label: periodName(period, site().today), key, href: hrefOf(change), current, choose: () => look(change) });
}

function custom(): HTMLElement {
  const current = view().period.name === "custom";
  const label = text("period.custom");
  return element("div", "menu-group", choice({ label, key: "C", href: "#", current, choose: () => void chooseDates() }));
}

function arrow(by: -1 | 1): { element: HTMLAnchorElement; update(): void } {
  const link = element("a", "icon-button step", by < 0 ? "‹" : "›");
  link.title = text(by < 0 ? "period.earlier" : "period.later");
  link.setAttribute("aria-label", link.title);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    move(by);
  });
  return {
    element: link,
    update() {
      const period = moved(view().period, by, site().today);
      if (period) link.href = hrefOf({ period });
      else link.removeAttribute("href");
      link.setAttribute("aria-disabled", String(!period));
    },
  };
}

function compareChoices(compare: Compare): HTMLElement[] {
  const matchDayOfWeek = compare.mode !== "none" && compare.mode !== "custom" && compare.matchDayOfWeek;
  const plain: Compare[] = [
    { mode: "previous_period", matchDayOfWeek },
    { mode: "year_over_year", matchDayOfWeek },
    { mode: "none" },
  ];
  const modes = plain.map((each) => comparing(text(`compare.${each.mode}`), each, each.mode === compare.mode));
  const own = choice({ label: text("compare.custom"), href: "#", current: compare.mode === "custom", choose: () => void chooseCompared() });
  const groups = [element("div", "menu-group", ...modes, own)];
  if (compare.mode === "none" || compare.mode === "custom") return groups;
  const match = (on: boolean) => comparing(text(on ? "compare.weekday" : "compare.date"), { ...compare, matchDayOfWeek: on }, on === matchDayOfWeek);
  return [...groups, element("div", "menu-group", match(false), match(true))];
}

function comparing(label: string, compare: Compare, current: boolean): HTMLAnchorElement {
  return choice({ label, href: hrefOf({ compare }), current, choose: () => look({ compare }) });
}

async function chooseCompared(): Promise<void> {
  const period = moved(view().period, -1, site().today);
  const found = await askDates(text("compare.custom"), (period && bounds(period, site().today)) ?? [addDays(site().today, -7), site().today]);
  if (found) look({ compare: { mode: "custom", ...found } });
}
