/** How long ago something was, in the largest unit that fits, and what has ended by now. */
import { locale } from "../messages.ts";
import type { Visit } from "./types.ts";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** After so long without activity a visit is over. */
const VISIT_ENDS_MS = 30 * 60_000;

/** Whether nothing can come any more that belongs to this visit. */
export const isOver = ({ started_at, duration_s }: Visit, now: number): boolean => now - started_at - duration_s * 1000 >= VISIT_ENDS_MS;

/** `3 days ago`, `5 hours ago`, `12 seconds ago` */
export function since(ms: number): string {
  const [unit, length] = UNITS.find(([, length]) => ms >= length) ?? UNITS[3];
  const format = new Intl.RelativeTimeFormat(locale(), { style: "short", numeric: "always" });
  return format.format(-Math.max(0, Math.floor(ms / length)), unit);
}
