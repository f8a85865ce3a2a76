/** The filter of the Stats API that finds what a goal would count. */
import type { ApiFilter } from "../view/filters.ts";

export type Kind = "event" | "page";

export function goalFilter(kind: Kind, value: string): ApiFilter {
  if (kind === "event") return ["is", "event:name", [value]];
  return value.includes("*") ? ["matches", "event:page", [pattern(value)]] : ["is", "event:page", [value]];
}

/** `/blog/*` as a regular expression: a star stands for any text, everything else for itself. */
function pattern(page: string): string {
  return `^${page.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`;
}
