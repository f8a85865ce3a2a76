/** The parts that rows of all lists have. */
import { element } from "../dom.ts";
import { locale } from "../messages.ts";
import { site } from "../site.ts";

type Part = Node | string;

/** What it is, and below in small what belongs to it. */
export function what(name: Part, ...details: Part[]): HTMLElement {
  const shown = details.filter((detail) => detail !== "").map((detail) => element("span", "", detail));
  return element("div", "thing-what", element("strong", "thing-name", name), ...(shown.length ? [element("p", "thing-details", ...shown)] : []));
}

export function tag(label: string): HTMLElement {
  return element("span", "thing-tag", label);
}

export function link(label: string, href: string, title = ""): HTMLAnchorElement {
  const made = element("a", "", label);
  made.href = href;
  if (title) made.title = title;
  return made;
}

/** A page of the site: `reportHref("funnels", {funnel: "ab12"})`; without a name, the overview. */
export function reportHref(name: string, parameters: URLSearchParams | Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return `/sites/${encodeURIComponent(site().key)}/${name}${query ? `?${query}` : ""}`;
}

/** The day of a moment (UTC ms), on the reader's own calendar. */
export function date(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(at);
}
