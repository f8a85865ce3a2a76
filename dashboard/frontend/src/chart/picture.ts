/** What a chart of values over time shows. */
export interface Line {
  label: string;
  values: readonly (number | null)[];
  /** `main`: filled; `other`: dashed; a colour name of the style sheet for further lines. */
  look: "main" | "other" | `--${string}`;
}

/** A mark on the axis. */
export interface Flag {
  place: number;
  text: string;
  open?(): void;
}

export interface Picture {
  /** What stands below the axis, one for each value. */
  ticks: readonly string[];
  /** How wide a tick is at most, where they are not dates. */
  tickWidth?: number;
  lines: readonly Line[];
  /** How a value reads on the axis. */
  say(value: number): string;
  /** What the tip says about a place. */
  tip(place: number): (Node | string)[];
  /** The last value is of a time that goes on; its line is dotted. */
  unfinished?: boolean;
  flags?: readonly Flag[];
  /** The least that the axis reaches to. */
  atLeast?: number;
  /** Values that a line across marks, such as thresholds. */
  marks?: readonly number[];
  choose?(place: number): void;
}
