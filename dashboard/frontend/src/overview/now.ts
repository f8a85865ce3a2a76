/** How many people are on the site at this moment, beside the heading; and the first one who ever comes. */
import { ask } from "../ask.ts";
import { find, setText } from "../dom.ts";
import { counted } from "../messages.ts";
import { site } from "../site.ts";

const EVERY_MS = 5000;
const FIRST_EVERY_MS = 2000;

interface Active {
  count: number;
  current_visitors: number;
}

const active = (): Promise<Active> => ask<Active>(`/api/sessions/active/?site=${encodeURIComponent(site().key)}&limit=1`);

/** Asks again and again while the page is seen. What cannot be had is not shown. */
export function showNow(): void {
  const link = find(document, "[data-now]");
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const { current_visitors: current } = await active();
      setText(find(link, "[data-now-text]"), counted("now", current));
      link.classList.toggle("busy", current > 0);
      link.hidden = false;
    } catch {
      link.hidden = true;
    }
  };
  void refresh();
  setInterval(() => void refresh(), EVERY_MS);
}

/** Returns when somebody has come to a site that nobody has visited so far. */
export async function firstVisit(): Promise<void> {
  for (;;) {
    // A failure says nothing about visits; the next round asks again.
    const found = document.hidden ? undefined : await active().catch(() => undefined);
    if (found?.count) return;
    await new Promise((resolve) => setTimeout(resolve, FIRST_EVERY_MS));
  }
}
