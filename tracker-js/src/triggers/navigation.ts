/**
 * Moves of a single-page application to another page.
 *
 * A page is path and query. A replaceState that changes only the query is no other page: that is
 * how pages keep filters and cursors in the address.
 */
import { pagePath } from "../address";
import { safely } from "../safely";

let path: string;
let query: string;
let moved: () => void;

/** Looks whether the page has become another one. */
export const checkAddress = safely((how?: unknown): void => {
  const oldPath = path;
  const oldQuery = query;
  path = pagePath();
  query = location.search;
  if (path != oldPath || (query != oldQuery && how != "replace")) moved();
});

/** Notices what the page does with `history.pushState` or `history.replaceState`. */
const watchHistory = (how: "push" | "replace"): void => {
  const method = (how + "State") as "pushState" | "replaceState";
  const original = history[method];
  history[method] = function (...args) {
    original.apply(this, args);
    checkAddress(how);
  };
};

export const onNavigation = (callback: () => void): void => {
  moved = callback;
  checkAddress();
  (["push", "replace"] as const).map(watchHistory);
};
