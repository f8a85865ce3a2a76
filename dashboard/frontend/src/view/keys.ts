/** Keyboard shortcuts of the pages that look at a period; `?` lists them. */
import { openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { editFilter } from "./filter_dialog.ts";
import { chooseDates, move, presets } from "./period_menu.ts";
import { look, view, type Compare } from "./view.ts";
import { periodName } from "./words.ts";

interface Shortcut {
  key: string;
  label: string;
  run(): void;
}

const COMPARES: readonly Compare["mode"][] = ["previous_period", "year_over_year", "none"];

/** `filters`: whether the page has any. */
export function listenToKeys(filters: boolean): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const found = shortcuts(filters).find((shortcut) => shortcut.key === key);
    if (!found || (key.startsWith("Arrow") && scrolls(event.target))) return;
    event.preventDefault();
    found.run();
  });
}

export function showHelp(filters: boolean): void {
  const dialog = openDialog(text("keys.title"), "small");
  const every = [...shortcuts(filters), { key: "Ctrl Z", label: text("undo") }];
  const lines = every.map(({ key, label }) => [element("dt", "", element("kbd", "", shown(key))), element("dd", "", label)]);
  dialog.body.append(element("dl", "keys", ...lines.flat()));
}

function shortcuts(filters: boolean): Shortcut[] {
  const periods = presets().flat().map(([period, key]) => ({
    key,
    label: periodName(period, site().today),
    run: () => look({ period, interval: undefined }),
  }));
  return [
    ...periods,
    { key: "C", label: text("period.custom"), run: () => void chooseDates() },
    { key: "ArrowLeft", label: text("period.earlier"), run: () => move(-1) },
    { key: "ArrowRight", label: text("period.later"), run: () => move(1) },
    { key: "X", label: text("compare.title"), run: nextComparison },
    ...(filters ? ofFilters() : []),
    { key: "R", label: text("keys.live"), run: () => document.querySelector<HTMLAnchorElement>("[data-live-link]")?.click() },
    { key: "?", label: text("keys.title"), run: () => showHelp(filters) },
  ];
}

const ofFilters = (): Shortcut[] => [
  { key: "/", label: text("filter.add"), run: () => editFilter() },
  { key: "Escape", label: text("filter.clear"), run: () => look({ filters: [] }) },
];

function nextComparison(): void {
  const mode = COMPARES[(COMPARES.indexOf(view().compare.mode) + 1) % COMPARES.length] ?? "none";
  look({ compare: mode === "none" || mode === "custom" ? { mode: "none" } : { mode, matchDayOfWeek: false } });
}

/** Arrows in a box that scrolls sideways, as wide tables do, belong to it. */
const scrolls = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.getAttribute("tabindex") === "0" && target.scrollWidth > target.clientWidth;

const shown = (key: string): string => ({ ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" })[key] ?? key;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
