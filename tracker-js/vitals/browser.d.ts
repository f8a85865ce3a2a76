interface Window {
  /** Set by the first `li-vitals.js` on a page; a second one sees it and does nothing. */
  liveinsightVitals?: boolean;
}
