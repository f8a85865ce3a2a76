/** What a journey shows: from where or to where, through what, how far; as a URL and as the API write it. */
import { parseDraft } from "../saved/draft.ts";
import { fromApi, parseAction, toApi, writeAction, type Action, type ApiAction } from "../steps/action.ts";

export const THROUGH = ["pages", "events", "all"] as const;
export type Through = (typeof THROUGH)[number];
export const DEPTHS = [1, 2, 3, 4, 5] as const;
export const TOPS = [5, 8, 12, 20, 50] as const;

export interface Journey {
  /** true: what follows on the action; false: what comes before it. */
  forward: boolean;
  action: Action;
  through: Through;
  depth: number;
  /** How many nodes a step shows before the rest is one node. */
  top: number;
}

export interface SavedJourney {
  id: string;
  name: string;
  start: ApiAction | null;
  end: ApiAction | null;
  through: Through;
  depth: number;
  top: number;
}

export const blank = (action: Action): Journey => ({ forward: true, action, through: "pages", depth: 3, top: 8 });

export function fromSaved({ start, end, through, depth, top }: SavedJourney): Journey {
  return { forward: start !== null, action: fromApi(start ?? end ?? {}), through, depth, top };
}

/** What the report and the list of saved journeys take. */
export function asked({ forward, action, through, depth, top }: Journey): Record<string, unknown> {
  return { [forward ? "start" : "end"]: toApi(action), through, depth, top };
}

/** A draft from the URL, which anybody can write; undefined when it is none. */
export function parseJourney(text: string | null): Journey | undefined {
  const given = parseDraft(text);
  const action = parseAction(given?.start) ?? parseAction(given?.end);
  if (!given || !action) return undefined;
  const plain = blank(action);
  return {
    forward: parseAction(given.start) !== undefined,
    action,
    through: THROUGH.find((each) => each === given.through) ?? plain.through,
    depth: within(given.depth, 1, 5) ?? plain.depth,
    top: within(given.top, 1, 50) ?? plain.top,
  };
}

/** What is as in a new journey is left out. */
export function writeJourney({ forward, action, through, depth, top }: Journey): string {
  const plain = blank(action);
  return JSON.stringify({
    [forward ? "start" : "end"]: writeAction(action),
    ...(through === plain.through ? {} : { through }),
    ...(depth === plain.depth ? {} : { depth }),
    ...(top === plain.top ? {} : { top }),
  });
}

export const sameJourney = (one: Journey, other: Journey): boolean => writeJourney(one) === writeJourney(other);

function within(value: unknown, least: number, most: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
