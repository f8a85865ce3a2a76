import { isOn, options } from "./options";
import { storage } from "./storage";

/** Stops or resumes counting in this browser, for all pages of this origin. */
export const optOut = (): void => {
  storage.liveinsightOut = 1 as never;
};
export const optIn = (): void => {
  storage.liveinsightOut = "";
};

/**
 * Says whether the visitor has opted out, here or for all websites in the browser's settings.
 * See https://www.w3.org/TR/gpc/ and https://www.w3.org/TR/tracking-dnt/.
 */
export const mustNotTrack = () =>
  storage.liveinsightOut ||
  (isOn(options.respectDnt ?? "") && (navigator.globalPrivacyControl || (navigator.doNotTrack as unknown) == 1));
