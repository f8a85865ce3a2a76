/** The site that the page is about, as the template wrote it into the page. */
import { find } from "./dom.ts";

export interface Site {
  readonly key: string;
  readonly domain: string;
  readonly timeZone: string;
  /** Today on the site's calendar when the page was made, YYYY-MM-DD. */
  readonly today: string;
  /** The day of the first event; before it there is nothing to compare with. */
  readonly firstDay: string;
  /** URL of the folder with the flags, and of the map. */
  readonly flags: string;
  readonly world: string;
  /** Whether this reader may save and delete things. */
  readonly mayEdit: boolean;
}

let known: Site | undefined;

export function site(): Site {
  if (known) return known;
  const { site = "", domain = "", timezone = "UTC", today = "", firstDay, flags = "", world = "", mayEdit } = find(document, "[data-site]").dataset;
  return (known = { key: site, domain, timeZone: timezone, today, firstDay: firstDay || today, flags, world, mayEdit: mayEdit === "true" });
}

/** Where the API has something of the site: `sitePath("goals", id)` */
export const sitePath = (...parts: readonly string[]): string => ["/api/v2/sites", ...[site().key, ...parts].map(encodeURIComponent)].join("/");
