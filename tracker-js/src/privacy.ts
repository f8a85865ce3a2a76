import { isOn, options } from "./options";
import { storage } from "./storage";

const OPT_OUT = "liveinsight.out";

/** Stops or resumes counting in this browser, for all pages of this origin. */
export const optOut = (): void => {
  storage[OPT_OUT] = 1 as never;
};
export const optIn = (): void => {
  storage[OPT_OUT] = "";
};

/**
 * Says whether the visitor has opted out, here or for all websites in the browser's settings.
 * See https://www.w3.org/TR/gpc/ and https://www.w3.org/TR/tracking-dnt/.
 */
export const mustNotTrack = () =>
  storage[OPT_OUT] ||
  (isOn(options.respectDnt ?? "") && (navigator.globalPrivacyControl || (navigator.doNotTrack as unknown) == 1));
