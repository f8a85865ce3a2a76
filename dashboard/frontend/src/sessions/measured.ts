/** Web vitals among the steps of a visit: up to five a page, so those that come together stand in one line. */
import { METRICS, said, type Metric } from "../vitals/metrics.ts";
import type { Timed } from "./timing.ts";
import type { Step } from "./types.ts";

const MEASURED = "web-vital";

/** A step by itself, or measurements in a row. */
export type Entry = Timed | Timed[];

/** The steps in order; measurements of one page that follow each other are one entry. */
export function together(steps: readonly Timed[]): Entry[] {
  const entries: Entry[] = [];
  for (const timed of steps) {
    const before = entries.at(-1);
    if (!measurement(timed.step)) entries.push(timed);
    else if (Array.isArray(before) && before[0]?.step.page === timed.step.page) before.push(timed);
    else entries.push([timed]);
  }
  return entries;
}

/** What was measured and how the value reads; nothing for steps that are no measurement, or none that makes sense. */
export function measurement({ type, name, props }: Step): { metric: Metric; value: string } | undefined {
  const metric = METRICS.find((known) => known === props["name"]);
  const value = Number(props["value"] || NaN);
  return type === "event" && name === MEASURED && metric && value >= 0 && value < Infinity ? { metric, value: said(metric, value) } : undefined;
}
