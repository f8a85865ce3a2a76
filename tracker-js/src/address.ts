import { isOn, options } from "./options";

/** The first of the patterns, separated by commas, that matches the path; `*` stands for anything. */
const matching = (patterns: unknown, path: string): string | undefined =>
  (patterns + "").split(/, */).find((pattern) => path.match("^" + pattern.replace(/\*/g, ".*") + "$"));

/** Path of a page; with hash routing the fragment, which may else hold secrets, belongs to it. */
export const pagePath = (page: Location | URL | HTMLAnchorElement): string =>
  page.pathname + (isOn(options.hash) ? page.hash : "");

/**
 * Path as it is sent: masked, and empty when nothing is to be sent of it. The collector takes a
 * fragment for no part of a page, so one that is travels as a part of the path.
 */
export const sentPath = (page: Location | URL | HTMLAnchorElement, path = pagePath(page)): string =>
  matching(options.exclude, path) ? "" : (matching(options.mask, path) || path).replace("#", "%23");

/** Address of a page as it is sent, empty when nothing is to be sent from there. */
export const sentUrl = (page: Location | URL, path = sentPath(page)): string =>
  path && page.origin + path + page.search;
