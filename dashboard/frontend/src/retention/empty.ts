/** What stands instead of the grid when there is nothing that it could say. */
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, setParameter } from "../view/view.ts";
import type { Period } from "../view/periods.ts";
import { begun, type By, type Retention } from "./cohorts.ts";

const CALL = { call: 'liveinsight("identify", id)' };

/** Undefined when the grid has something to say. `identify`: whether the site's pages may identify visitors. */
export function nothing({ cohorts, lasting_ids }: Retention, by: By, identify: boolean): HTMLElement | undefined {
  if (!lasting_ids.visitors) return said("retention.noVisits", [], [longer({ name: "91d" }), longer({ name: "all" })]);
  if (begun(cohorts).length < 2) return said(`retention.short.${by}`, [], [...smaller(by), longer({ name: "91d" })]);
  if (lasting_ids.lasting) return undefined;
  if (identify) return said("retention.nobodyYet", ["retention.nobodyYetWhy", "retention.dailyElse"], []);
  return said("retention.daily", ["retention.dailyWhy", "retention.dailyIdentify", "retention.dailyImport", "retention.dailyElse"], []);
}

function said(title: string, reasons: readonly string[], ways: readonly HTMLElement[]): HTMLElement {
  const made = element("div", "retention-empty", element("p", "why", text(title)), ...reasons.map((name) => element("p", "", text(name, CALL))));
  if (ways.length) made.append(element("p", "ways", ...ways));
  return made;
}

function longer(period: Period): HTMLElement {
  const link = element("a", "button quiet small", text(`period.${period.name}`));
  link.href = hrefOf({ period });
  inPage(link, () => look({ period }));
  return link;
}

function smaller(by: By): HTMLElement[] {
  if (by === "day") return [];
  const made = button("button quiet small", text("retention.byDay"), () => setParameter("by", "day"));
  return [made];
}
