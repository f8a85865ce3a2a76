/** The list of sites and the install page: who is there, and whether events arrive. */
import { find, setText } from "./dom.ts";
import { number } from "./format.ts";
import { snippetOptions } from "./install/form.ts";
import { counted, text } from "./messages.ts";

interface SiteRow {
  site: string;
  first_event_at: number | null;
  current_visitors: number;
}

const EVERY_MS = 2000;
const AFTER_FAILURE_MS = 8000;
const list = document.querySelector("[data-sites]");

async function refresh(root: Element): Promise<void> {
  const response = await fetch("/api/sites/", { headers: { Accept: "application/json" } });
  if (response.status === 401) return location.reload();
  if (!response.ok) throw new Error(String(response.status));
  const { sites } = (await response.json()) as { sites: SiteRow[] };
  for (const row of sites) {
    const card = root.querySelector(`[data-site="${CSS.escape(row.site)}"]`);
    if (card) show(card, row);
  }
}

function show(card: Element, row: SiteRow): void {
  const current = card.querySelector("[data-current]");
  if (current) {
    setText(current, number(row.current_visitors));
    setText(find(card, "[data-current-label]"), counted("current", row.current_visitors));
    card.classList.toggle("busy", row.current_visitors > 0);
  }
  const waiting = find(card, "[data-waiting]");
  const seen = row.first_event_at !== null;
  if (seen === waiting.classList.contains("seen")) return;
  waiting.classList.toggle("seen", seen);
  setText(find(waiting, "[data-waiting-text]"), text(seen ? "waiting.seen" : "waiting.waiting"));
}

async function follow(root: Element): Promise<void> {
  for (;;) {
    let pause = EVERY_MS;
    try {
      if (!document.hidden) await refresh(root);
    } catch {
      // The next round tries again; the page keeps what it knew.
      pause = AFTER_FAILURE_MS;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

snippetOptions();
if (list) void follow(list);
