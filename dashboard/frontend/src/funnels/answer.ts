/** What the funnel report answers. */
import type { Meta } from "../stats.ts";

export interface Step {
  label: string;
  visitors: number;
  drop_off: number;
  conversion: number;
  total_conversion: number;
  median_s: number | null;
}

export interface Group {
  value: string;
  steps: Step[];
}

export interface FunnelAnswer {
  steps: Step[];
  breakdown: Group[];
  lasting_ids: { visitors: number; lasting: number; percent: number } | null;
  meta: Meta;
}

/** The place of the step at which most are lost, 0 when nobody is. */
export function largestLoss(steps: readonly Step[]): number {
  let found = 0;
  steps.forEach((step, place) => {
    if (step.drop_off > (steps[found]?.drop_off ?? 0)) found = place;
  });
  return found;
}
