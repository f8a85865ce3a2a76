/** What the journeys report answers. */
import { text } from "../messages.ts";
import type { Meta } from "../stats.ts";

export type NodeType = "start" | "end" | "pageview" | "event" | "other" | "entry" | "exit";

export interface Node {
  /** 0 is the beginning or the end asked about. */
  step: number;
  type: NodeType;
  label: string;
  visits: number;
}

export interface Link {
  step: number;
  /** Places in `nodes`: `source` is nearer to step 0. */
  source: number;
  target: number;
  visits: number;
}

export interface JourneysAnswer {
  visits: number;
  nodes: Node[];
  links: Link[];
  meta: Meta;
}

/** What a node is called: `other`, `exit` and `entry` in the page's language, the rest by its page or event. */
export function nodeName({ type, label }: Node): string {
  return type === "other" || type === "exit" || type === "entry" ? text(`journey.${type}`) : label;
}

/** Percent that `part` is of `whole`. */
export const percentOf = (part: number, whole: number): number => (whole ? (100 * part) / whole : 0);
