/** All visits that the page looks at as one CSV file. */
import { report } from "../stats.ts";
import { csv, download, type Column, type Order } from "../table.ts";
import { view } from "../view/view.ts";
import { text } from "../messages.ts";
import type { Visit, VisitList } from "./types.ts";

/** More would be a job for the API. */
export const MOST_ROWS = 10_000;
const AT_ONCE = 1000;

const plain = (name: keyof Visit): Column<Visit> => ({ label: name, cell: (visit) => String(visit[name]) });
const COLUMNS: Column<Visit>[] = [
  plain("id"),
  { label: "started_at", cell: (visit) => new Date(visit.started_at).toISOString() },
  ...(["duration_s", "engaged_s", "pageviews", "events", "bounce", "entry_page", "exit_page", "source", "channel"] as const).map(plain),
  ...(["country", "region", "city", "device", "browser", "os", "language", "screen"] as const).map(plain),
];

/** Fetches page after page; `progress` is told how many rows are there, of how many. */
export async function exportVisits(order: Order, progress: (done: number, of: number) => void, signal: AbortSignal): Promise<void> {
  const looked = view();
  const rows: Visit[] = [];
  let wanted = 1;
  while (rows.length < wanted) {
    const pagination = { limit: AT_ONCE, offset: rows.length };
    const { sessions, total } = await report<VisitList>("sessions", looked, { order_by: order.by, direction: order.direction, pagination }, signal);
    wanted = Math.min(total, MOST_ROWS);
    rows.push(...sessions);
    progress(Math.min(rows.length, wanted), wanted);
    if (!sessions.length) break;
  }
  download(`${text("visits.file")}.csv`, csv(COLUMNS, rows.slice(0, MOST_ROWS)));
}
