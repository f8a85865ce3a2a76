/** Which visits go on at this moment. */
import { ask, isAborted } from "../ask.ts";
import { site } from "../site.ts";
import { bounds } from "../view/periods.ts";
import type { View } from "../view/view.ts";

/** Seen within this time, a visitor is a current one. */
const CURRENT_MS = 5 * 60_000;

/** The ids of visits whose visitors are on the site now; none for a time that is over. */
export async function liveVisits(view: View, signal: AbortSignal): Promise<Set<string>> {
  const days = bounds(view.period, site().today);
  if (days && days[1] < site().today) return new Set();
  try {
    const { sessions } = await ask<{ sessions: { id: string; last_seen: number }[] }>(
      `/api/sessions/active/?site=${encodeURIComponent(site().key)}`,
      undefined,
      signal,
    );
    const since = Date.now() - CURRENT_MS;
    return new Set(sessions.filter(({ last_seen }) => last_seen >= since).map(({ id }) => id));
  } catch (failure) {
    // The list is right without the marks.
    if (isAborted(failure)) throw failure;
    return new Set();
  }
}
