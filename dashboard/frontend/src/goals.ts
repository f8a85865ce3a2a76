/** The goals that the site's owner has set. */
import { ask } from "./ask.ts";
import { sitePath } from "./site.ts";

export interface Goal {
  id: string;
  name: string;
  /** The event or the page that reaches it; the other is null. */
  event: string | null;
  page: string | null;
  currency: string | null;
}

let known: Promise<Goal[]> | undefined;

/** All of them, as they are now. */
export async function readGoals(): Promise<Goal[]> {
  return (await ask<{ results: Goal[] }>(`${sitePath("goals")}?limit=1000`)).results;
}

/** The same, asked for once a page. */
export function goals(): Promise<Goal[]> {
  known ??= readGoals().catch((failure: unknown) => {
    known = undefined;
    throw failure;
  });
  return known;
}
