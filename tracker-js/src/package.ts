/**
 * Entry of the npm package: the same tracker, started by a call instead of a script tag. On a
 * server nothing happens.
 */
import type { Options, TrackedEvent } from "./options";
import { type EventOptions, start } from "./tracker";

export type { EventOptions, Options, TrackedEvent };

// Calls before `init`, and those of other scripts on the page, are kept where the script keeps them.
function call(...args: [command: string, ...unknown[]]): void {
  if (typeof window == "undefined") return;
  const api: LiveInsightFunction = (window.liveinsight ||= (...later) => (api.q ||= []).push(later));
  api(...args);
}

/** Starts to measure this page and those that the application navigates to. */
export function init(options: Options): void {
  if (typeof window == "undefined") return;
  start({ base: location.href, ...options });
}

/** Counts something that a visitor did. */
export function track(name: string, options?: EventOptions): void {
  call("event", name, options);
}

/** Counts a pageview, where pageviews are not counted by themselves. */
export function pageview(options?: { url?: string | undefined }): void {
  call("pageview", options);
}

/** Names the visitor, who has agreed to it, until the page is left; without an id ends that. */
export function identify(id?: string): void {
  call("identify", id);
}

/** Stops everything in this browser, on all pages of this origin. */
export function optOut(): void {
  call("optOut");
}

/** Ends what `optOut` began. */
export function optIn(): void {
  call("optIn");
}
