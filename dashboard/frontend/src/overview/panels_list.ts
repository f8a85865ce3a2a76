/** The panels below the chart: their tabs, and the dimension that each one lists. */
import type { Filter } from "../view/filters.ts";

export interface Breakdown {
  /** Name of the tab, and of the full table in the URL. */
  name: string;
  dimension: string;
  /** Values that say nothing: visits without a campaign, events that are pageviews. They are left out. */
  without?: string[];
  /** Shown instead of bars. */
  as?: "map";
  /** The full table that belongs to it, where it is not its own. */
  details?: string;
}

export interface Group {
  name: string;
  tabs: readonly (Breakdown | Group)[];
}

const UTM = ["utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term"];
const UNSET = ["(not set)"];

export const PANELS: readonly Group[] = [
  {
    name: "sources",
    tabs: [
      { name: "channels", dimension: "visit:channel" },
      { name: "sources", dimension: "visit:source" },
      { name: "referrers", dimension: "visit:referrer" },
      { name: "campaigns", tabs: UTM.map((name) => ({ name, dimension: `visit:${name}`, without: UNSET })) },
    ],
  },
  {
    name: "pages",
    tabs: [
      { name: "pages", dimension: "event:page" },
      { name: "entry_pages", dimension: "visit:entry_page" },
      { name: "exit_pages", dimension: "visit:exit_page" },
      { name: "hostnames", dimension: "event:hostname" },
    ],
  },
  {
    name: "places",
    tabs: [
      { name: "map", dimension: "visit:country", as: "map", details: "countries" },
      { name: "countries", dimension: "visit:country" },
      { name: "regions", dimension: "visit:region", without: [""] },
      { name: "cities", dimension: "visit:city", without: [""] },
    ],
  },
  {
    name: "devices",
    tabs: [
      { name: "devices", dimension: "visit:device" },
      { name: "browsers", dimension: "visit:browser" },
      { name: "systems", dimension: "visit:os" },
      { name: "screens", dimension: "visit:screen" },
      { name: "languages", dimension: "visit:language" },
    ],
  },
  {
    name: "goals",
    tabs: [
      { name: "goals", dimension: "event:goal" },
      { name: "events", dimension: "event:name", without: ["pageview"] },
      { name: "properties", dimension: "event:props:" },
    ],
  },
];

const VERSIONS: Record<string, string> = { "visit:browser": "visit:browser_version", "visit:os": "visit:os_version" };

/** Of a single browser or system that is looked at, its versions are what is left to tell apart. */
export function narrowed(breakdown: Breakdown, filters: readonly Filter[]): { breakdown: Breakdown; of: string } {
  const versions = VERSIONS[breakdown.dimension];
  const only = filters.find(({ dimension, operator, values }) => dimension === breakdown.dimension && operator === "is" && values.length === 1);
  if (!versions || !only) return { breakdown, of: "" };
  return { breakdown: { name: versions.split(":")[1] ?? "", dimension: versions }, of: only.values[0] ?? "" };
}

const PROPERTY = "property:";

/** The breakdown of which a full table is asked for by this name; undefined for a name that is none. */
export function named(name: string): Breakdown | undefined {
  if (name.startsWith(PROPERTY)) return property(name.slice(PROPERTY.length));
  if (name === "browser_version" || name === "os_version") return { name, dimension: `visit:${name}` };
  return all(PANELS).find((breakdown) => breakdown.name === name && !breakdown.as && !breakdown.dimension.endsWith(":"));
}

/** The values of a custom property. */
export const property = (key: string): Breakdown | undefined =>
  key && key.length <= 300 ? { name: PROPERTY + key, dimension: `event:props:${key}`, without: ["(none)"] } : undefined;

function all(groups: readonly (Breakdown | Group)[]): Breakdown[] {
  return groups.flatMap((each) => ("tabs" in each ? all(each.tabs) : [each]));
}
