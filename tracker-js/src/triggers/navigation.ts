import { listen } from "../listen";
import { pageUrl } from "../page-url";
import { safely } from "../safely";

/**
 * Calls back when a single-page application has moved to another page.
 *
 * A page is path and query. The fragment is ignored, and so is a replaceState that changes only
 * the query: that is how pages keep filters and cursors in the address.
 */
export function onNavigation(callback: () => void): void {
  let url = pageUrl();
  let path = location.pathname;
  const check = safely((replaced?: boolean) => {
    const moved = replaced ? path != location.pathname : url != pageUrl();
    url = pageUrl();
    path = location.pathname;
    if (moved) callback();
  });

  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method];
    history[method] = function (...args) {
      original.apply(this, args);
      check(method != "pushState");
    };
  }
  listen("popstate", () => check());
  // Where the browser has it, this also notices the changes that by-pass the two wrappers.
  window.navigation?.addEventListener("currententrychange", ({ navigationType }) =>
    check(navigationType == "replace"),
  );
}
