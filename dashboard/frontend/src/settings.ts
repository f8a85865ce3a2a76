/** The settings: each section of them is a list, but for the site itself. */
import { find } from "./dom.ts";
import { annotationList } from "./settings/annotations.ts";
import { goalList } from "./settings/goals.ts";
import { funnelList, journeyList, segmentList } from "./settings/saved.ts";
import { shareList } from "./settings/shares.ts";
import { siteForm } from "./settings/site_form.ts";
import { tokenList } from "./settings/tokens.ts";

const SECTIONS: Record<string, () => void> = {
  site: siteForm,
  goals: goalList,
  annotations: annotationList,
  segments: segmentList,
  funnels: funnelList,
  journeys: journeyList,
  shares: shareList,
  tokens: tokenList,
};

SECTIONS[find(document, "[data-section]").dataset.section ?? ""]?.();
