/** Times between the steps of a visit, and how long its pages were read compared with each other. */
import type { Step } from "./types.ts";

export interface Timed {
  step: Step;
  /** ms since the visit began */
  since: number;
  /** ms since the step before; 0 for the first */
  gap: number;
  /** 0 to 1, of the page that was read longest; null where reading was not measured */
  read: number | null;
}

/** Steps in order with their times. `before` is the step that precedes them on an earlier page of the timeline. */
export function timed(steps: readonly Step[], startedAt: number, before?: Step): Timed[] {
  const longest = Math.max(0, ...steps.map((step) => step.engaged_s ?? 0));
  return steps.map((step, place) => {
    const previous = steps[place - 1] ?? before;
    return {
      step,
      since: Math.max(0, step.at - startedAt),
      gap: previous ? Math.max(0, step.at - previous.at) : 0,
      read: step.engaged_s === null ? null : longest ? step.engaged_s / longest : 0,
    };
  });
}

/** `0:07`, `12:05`, `1:02:05`: a time on the visit's own clock. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
