/**
 * Moves of a single-page application to another page.
 *
 * A page is path and query. A replaceState that changes only the query is no other page: that is
 * how pages keep filters and cursors in the address.
 */
import { pagePath } from "../address";
import { countPageview } from "../pageviews";
import { safely } from "../safely";

let path: string;
let query: string;

/** Looks whether the page has become another one, and counts it. */
export const checkAddress = safely((how?: unknown): void => {
  const otherQuery = query != (query = location.search) && how != "replace";
  if (path != (path = pagePath(location)) || otherQuery) countPageview();
});

/** Notices what the page does with `history.pushState` or `history.replaceState`. */
export const watchHistory = (how: "push" | "replace"): void => {
  const method = (how + "State") as "pushState" | "replaceState";
  const original = history[method];
  history[method] = (...args) => {
    original.apply(history, args);
    checkAddress(how);
  };
};
