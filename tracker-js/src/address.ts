import { isOn, options } from "./options";

/** The first of the patterns, separated by commas, that matches the path; `*` stands for anything. */
const matching = (patterns: unknown, path: string): string | undefined =>
  (patterns + "").split(/, */).find((pattern) => path.match("^" + pattern.replaceAll("*", ".*") + "$"));

/** Path of a page; with hash routing the fragment, which may else hold secrets, belongs to it. */
export const pagePath = (page: Location | URL): string =>
  page.pathname + (isOn(options.hash) ? page.hash : "");

/**
 * Address of a page as it is sent: masked, and empty when nothing is to be sent from there. The
 * collector takes a fragment for no part of a page, so one that is travels as a part of the path.
 */
export const sentUrl = (page: Location | URL): string => {
  const path = pagePath(page);
  return matching(options.exclude, path)
    ? ""
    : page.origin + (matching(options.mask, path) || path).replace("#", "%23") + page.search;
};
