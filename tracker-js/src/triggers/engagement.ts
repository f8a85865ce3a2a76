/** How long the page is engaged, that is visible and focused, and how far it is scrolled meanwhile. */
import { page } from "../pageviews";
import { enqueue } from "../queue";

/** How often engagement is looked for, in ms. */
export const SAMPLE_MS = 500;
/** A page that stays open is reported this often, in engaged ms. */
const REPORT_MS = 60_000;

// All this is meaningless before there is a page.
let visibleMs: number;
let reached: number;
let height: number;

// Asked rather than remembered: focus inside an embedded frame blurs the window while the
// document keeps the focus, and nothing tells when the frame loses it.
const engaged = (): boolean => !document.hidden && document.hasFocus();

export const sample = (scrolled?: unknown): void => {
  if (engaged()) {
    height = document.documentElement.scrollHeight;
    reached = Math.max(reached, scrollY + innerHeight + 1);
    if (!scrolled) visibleMs += SAMPLE_MS;
    if (visibleMs >= REPORT_MS) report();
  }
};

const report = (): void => {
  if (visibleMs) {
    enqueue({
      type: "engagement",
      url: page!,
      visible_ms: visibleMs,
      // By the height last measured: on navigation the next page may be rendered already.
      scroll_pct: Math.min(100, ((reached / height) * 100) | 0),
    });
  }
  visibleMs = 0;
};

/** Reports when the page has lost its visitor. Moving the focus between its fields is no news. */
export const reportLeft = (): void => {
  if (!engaged()) report();
};

/** Ends the current page, if any. */
export const endPage = (): void => {
  report();
  reached = 0;
};
