/** Links to the journeys page from other pages. */
import { site } from "../site.ts";
import type { Action } from "../steps/action.ts";
import { hrefOf } from "../view/view.ts";
import { blank, writeJourney } from "./definition.ts";

/** The journeys from here on, or up to here, in the same period and with the same filters. */
export function hrefTo({ forward, action }: { forward: boolean; action: Action }): string {
  const url = new URL(hrefOf({}, `/sites/${encodeURIComponent(site().key)}/journeys`), location.origin);
  url.searchParams.set("draft", writeJourney({ ...blank(action), forward }));
  return url.pathname + url.search;
}
