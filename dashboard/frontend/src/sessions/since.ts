/** How long ago something was, in the largest unit that fits. */
import { locale } from "../messages.ts";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** `3 days ago`, `5 hours ago`, `12 seconds ago` */
export function since(ms: number): string {
  const [unit, length] = UNITS.find(([, length]) => ms >= length) ?? UNITS[3];
  const format = new Intl.RelativeTimeFormat(locale(), { style: "short", numeric: "always" });
  return format.format(-Math.max(0, Math.floor(ms / length)), unit);
}
