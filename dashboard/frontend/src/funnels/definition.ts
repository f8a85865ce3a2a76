/** What a funnel is: its steps, and within which time they must be taken; as a URL and as the API write it. */
import { parseDraft } from "../saved/draft.ts";
import { fromApi, isWhole, page, parseAction, toApi, writeAction, type Action, type ApiAction } from "../steps/action.ts";

export const MOST_STEPS = 8;
export const LEAST_STEPS = 2;
export const MOST_DAYS = 90;

export interface Funnel {
  name: string;
  steps: Action[];
  within: "visit" | "days";
  days: number;
}

export interface SavedFunnel {
  id: string;
  name: string;
  steps: ApiAction[];
  within: "visit" | "days";
  days: number;
}

export const blank = (): Funnel => ({ name: "", steps: [page(""), page("")], within: "visit", days: 7 });

export const fromSaved = ({ name, steps, within, days }: SavedFunnel): Funnel => ({ name, steps: steps.map(fromApi), within, days });

/** A draft from the URL, which anybody can write; undefined when it is none. */
export function parseFunnel(text: string | null): Funnel | undefined {
  const given = parseDraft(text);
  if (!given || !Array.isArray(given.steps)) return undefined;
  const steps = given.steps.map(parseAction).filter((step) => step !== undefined).slice(0, MOST_STEPS);
  while (steps.length < LEAST_STEPS) steps.push(page(""));
  const days = Number(given.days);
  return {
    name: typeof given.name === "string" ? given.name : "",
    steps,
    within: given.within === "days" ? "days" : "visit",
    days: Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? days : 7,
  };
}

/** What is as a new funnel has it is left out. */
export function writeFunnel({ name, steps, within, days }: Funnel): string {
  return JSON.stringify({ ...(name ? { name } : {}), steps: steps.map(writeAction), ...(within === "days" ? { within, days } : {}) });
}

/** What the report and the list of saved funnels take, with the steps that are filled in. */
export function asked({ steps, within, days }: Funnel): { steps: ApiAction[]; within: string; days: number } {
  return { steps: wholeSteps(steps).map(toApi), within, days };
}

export const wholeSteps = (steps: readonly Action[]): Action[] => steps.filter(isWhole);

export const isAskable = ({ steps }: Funnel): boolean => wholeSteps(steps).length >= LEAST_STEPS;

/** The steps with the one at `from` at the place `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}
