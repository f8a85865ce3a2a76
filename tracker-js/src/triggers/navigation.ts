/**
 * Moves of a single-page application to another page.
 *
 * A page is its path, as it is in the reports. Pages keep filters and cursors in the query: another
 * one is no other page.
 */
import { pagePath } from "../address";
import { countPageview } from "../pageviews";
import { safely } from "../safely";

let path: string;

/** Looks whether the page has become another one, and counts it. */
export const checkAddress = safely((): void => {
  if (path != (path = pagePath(location))) countPageview();
});

/** Notices what the page does with a function of `history`. */
export const watchHistory = (method: "pushState" | "replaceState"): void => {
  const original = history[method];
  history[method] = (...args) => {
    original.apply(history, args);
    checkAddress();
  };
};
