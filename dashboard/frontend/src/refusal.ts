/** What a refusal of the API means for whoever looks at a page: in words, and what of the view it is about. */
import { has, text } from "./messages.ts";

/** `question`: what the page itself asked was wrong, and nothing that the reader chose. */
export type About = "filters" | "period" | "comparison" | "question";

export interface Meaning {
  /** Name of the text. */
  name: string;
  values: Record<string, string>;
  about: About;
}

const FIELD = /^(?:Invalid|Unknown) (filters?|date_range|compare|metrics?|dimensions?|order_by|include|pagination)\b/;
const PLURAL: Readonly<Record<string, string>> = { filter: "filters", metric: "metrics", dimension: "dimensions" };
const ABOUT: Readonly<Record<string, About>> = {
  invalid_filters: "filters",
  // Which figures can be asked for depends on the filters.
  invalid_metrics: "filters",
  invalid_date_range: "period",
  invalid_compare: "comparison",
};

/** The Stats API says what is wrong as a text that begins with the field, without the code that the other answers have. */
export function codeOf(message: string): string {
  const field = FIELD.exec(message)?.[1];
  return field ? `invalid_${PLURAL[field] ?? field}` : "";
}

/** Undefined for what only the API's own words tell. */
export function meaningOf(code: string, message: string): Meaning | undefined {
  const about = ABOUT[code] ?? "question";
  const goal = /the site has no goal `(.*)`/s.exec(message)?.[1];
  const meaning = goal === undefined ? { name: nameOf(code, message), values: {}, about } : { name: about === "filters" ? "refused.goal" : "refused.stepGoal", values: { goal }, about };
  return has(meaning.name) ? meaning : undefined;
}

export const inWords = ({ name, values }: Meaning): string => text(name, values);

function nameOf(code: string, message: string): string {
  if (code !== "invalid_filters") return `refused.${code}`;
  if (message.includes("regular expression")) return "refused.pattern";
  if (message.includes("`visit:country` needs")) return "refused.country";
  return /may have \d+ characters|at most/.test(message) ? "refused.long" : "refused.invalid_filters";
}
