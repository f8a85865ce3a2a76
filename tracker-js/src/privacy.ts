/**
 * Says whether the visitor's browser asks not to be tracked.
 * See https://www.w3.org/TR/gpc/ and https://www.w3.org/TR/tracking-dnt/.
 */
export function optedOut(): boolean {
  return !!navigator.globalPrivacyControl || navigator.doNotTrack == "1";
}
