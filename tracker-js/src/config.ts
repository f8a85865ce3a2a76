/** The options of a site, as written on its script tag. */
export interface Config {
  /** Where beacons are posted. */
  endpoint: string;
  /** What every beacon says. */
  head: {
    /** Public key of the site. */
    site: string;
    /** True when software drives this browser, else not sent. */
    webdriver: true | undefined;
  };
  /** Whether Global Privacy Control and Do Not Track stop the tracker. */
  respectDnt: boolean;
}

/** Reads the options from the `data-*` attributes of the script tag. */
export function readConfig({ dataset, src }: HTMLScriptElement): Config {
  // The server replaces the placeholder by the collector's address when it serves the script.
  // Nothing is left of an unreplaced one, which makes it the root of the script's own server.
  const api = (dataset.api || "__LI_API__").replace(/^__.*|\/$/, "");
  return {
    endpoint: new URL(api + "/events", src).href,
    head: {
      site: dataset.site!,
      webdriver: (navigator.webdriver && dataset.webdriver != "allow") || undefined,
    },
    respectDnt: dataset.respectDnt != "false",
  };
}
