/** Names of dimensions, and their values as people read them. */
import { element } from "./dom.ts";
import { country, languageName } from "./format.ts";
import { has, text } from "./messages.ts";
import { site } from "./site.ts";
import { Place } from "./live/place.ts";

export const PROPS = "event:props:";

/** The dimensions that people filter by, in groups as the menu shows them. */
export const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ["sources", ["visit:source", "visit:channel", "visit:referrer"]],
  ["campaigns", ["visit:utm_medium", "visit:utm_source", "visit:utm_campaign", "visit:utm_content", "visit:utm_term"]],
  ["pages", ["event:page", "visit:entry_page", "visit:exit_page", "event:hostname"]],
  ["places", ["visit:country", "visit:region", "visit:city"]],
  ["devices", ["visit:device", "visit:browser", "visit:browser_version", "visit:os", "visit:os_version", "visit:screen", "visit:language"]],
  ["events", ["event:goal", "event:name"]],
];

/** `visit:entry_page` → `Entry page`; a custom property by its own name. */
export function dimensionName(dimension: string): string {
  return dimension.startsWith(PROPS) ? dimension.slice(PROPS.length) : text(`dimension.${dimension.split(":")[1]}`);
}

const CODED = ["device", "channel", "source", "value"] as const;

/** A value of a dimension in the language of the page: countries and languages by name, and what stands for none. */
export function valueName(dimension: string, value: string): string {
  if (dimension === "visit:country") return country(value);
  if (dimension === "visit:language") return languageName(value);
  const key = dimension.split(":")[1] ?? "";
  for (const group of CODED) {
    const name = `${group}.${value.toLowerCase()}`;
    if ((group === key || group === "value") && has(name)) return text(name);
  }
  return value || text("value.empty");
}

/** The same as an element: a country with its flag. */
export function valueElement(dimension: string, value: string): HTMLElement {
  if (dimension === "visit:country") {
    const place = new Place(site().flags);
    place.show(value);
    return place.element;
  }
  const label = element("span", "label", valueName(dimension, value));
  label.title = value;
  return label;
}
