/** What the numbers of a funnel over days cannot tell. */
import { element } from "../dom.ts";
import { share } from "../format.ts";
import { text } from "../messages.ts";
import type { FunnelAnswer } from "./answer.ts";

export function notes({ lasting_ids: ids }: FunnelAnswer): HTMLElement[] {
  if (!ids?.visitors) return [];
  const says = ids.lasting ? text("funnel.someLast", { share: share(ids.percent) }) : text("funnel.noneLast");
  return [element("p", "funnel-note", says)];
}
