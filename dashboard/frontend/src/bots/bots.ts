/** The answer about bots, and how the page groups their kinds. */
import { ask } from "../ask.ts";
import { site } from "../site.ts";
import type { Meta } from "../stats.ts";
import { dateRange } from "../view/periods.ts";
import type { Interval, View } from "../view/view.ts";
import { noteWarnings } from "../view/warnings.ts";

export const KINDS = ["ai_crawler", "ai_assistant", "search_engine", "preview", "monitor", "seo", "headless", "tool", "other"] as const;
export type Kind = (typeof KINDS)[number];
export const AI: readonly Kind[] = ["ai_crawler", "ai_assistant"];

/** By kind; kinds without hits are left out. */
export type ByKind = Partial<Record<Kind, number>>;

export interface Bot {
  /** Empty where no name is known. */
  name: string;
  kind: Kind;
  hits: number;
  percent: number;
  /** UTC ms */
  last_seen: number;
}

export interface Point {
  time: string;
  hits: number;
  kinds: ByKind;
}

export interface PathHits {
  path: string;
  hits: number;
  kinds: ByKind;
}

export interface Bots {
  hits: number;
  kinds: { kind: Kind; hits: number; bots: number }[];
  bots: Bot[];
  series: Point[];
  paths: PathHits[];
  meta: Meta & { date_range: [string, string]; interval: Interval; counted_from: number; exceeded_hours: number };
}

/** What owners ask about first, each by itself, and everything else. */
export const GROUPS = [
  { name: "ai_crawler", kinds: ["ai_crawler"], look: "main" },
  { name: "ai_assistant", kinds: ["ai_assistant"], look: "--second" },
  { name: "search_engine", kinds: ["search_engine"], look: "--text" },
  { name: "rest", kinds: ["preview", "monitor", "seo", "headless", "tool", "other"], look: "other" },
] as const satisfies readonly { name: string; kinds: readonly Kind[]; look: string }[];

/** Hits of these kinds together. */
export const sum = (counts: ByKind, kinds: readonly Kind[]): number => kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0);

export async function askBots(view: View, signal?: AbortSignal): Promise<Bots> {
  const range = dateRange(view.period, site().today);
  const parameters = new URLSearchParams({ site: site().key, date_range: typeof range === "string" ? range : range.join(",") });
  const answer = await ask<Bots>(`/api/bots/?${parameters}`, undefined, signal);
  noteWarnings(answer.meta);
  return answer;
}
