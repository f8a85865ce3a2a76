import { exclude, hash, mask } from "./options";

/** The first of the patterns, separated by commas, that matches the path; `*` stands for anything. */
const matching = (patterns: unknown, path: string): string | undefined =>
  (patterns + "")
    .split(/[\s,]+/)
    .find((pattern) =>
      RegExp("^" + pattern.replace(/[^\w*]/g, "\\$&").replace(/\*/g, ".*") + "$").test(path),
    );

/** Path of a page; with hash routing the fragment, which may else hold secrets, belongs to it. */
export const pagePath = (page: Location | URL = location): string =>
  page.pathname + (hash ? page.hash : "");

/** Path of a page as it is sent: masked, and empty when nothing is to be sent from there. */
export const sentPath = (page?: Location | URL): string => {
  const path = pagePath(page);
  return matching(exclude, path) ? "" : matching(mask, path) || path;
};

/** Address of a page as it is sent, or nothing. */
export const sentUrl = (page: Location | URL = location): string => {
  const path = sentPath(page);
  return path && (page.origin + path).replace(/#|$/, (end) => page.search + end);
};
