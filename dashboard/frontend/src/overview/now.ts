/** How many people are on the site at this moment, beside the heading. */
import { ask } from "../ask.ts";
import { find, setText } from "../dom.ts";
import { counted } from "../messages.ts";
import { site } from "../site.ts";

const EVERY_MS = 5000;

/** Asks again and again while the page is seen. What cannot be had is not shown. */
export function showNow(): void {
  const link = find(document, "[data-now]");
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const { current_visitors: current } = await ask<{ current_visitors: number }>(`/api/sessions/active/?site=${encodeURIComponent(site().key)}&limit=1`);
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
