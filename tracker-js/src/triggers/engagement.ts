import { listen } from "../listen";

/** How often time is credited and the scroll position read, in ms. */
const SAMPLE_MS = 1_000;
/** Longest time credited at once, in ms: a laptop that wakes up was not read all night. */
const MAX_SAMPLE_MS = 5_000;
/** Shorter engagement is not worth an event, in ms. */
const MIN_REPORT_MS = 1_000;
/** A page that stays open is reported this often, in engaged ms. */
const REPORT_MS = 60_000;

/**
 * Measures how long a page is visible and focused, and how far it is scrolled meanwhile.
 *
 * @param report receives the page, the engaged ms since its last report, and the greatest scroll
 *   depth so far in percent of the page's height (0–100); called on hide, blur, navigation and
 *   every engaged minute, if there is something new
 * @returns a function that ends the current page, if any, and starts the page at `url`
 */
export function measureEngagement(
  report: (url: string, visibleMs: number, scrollPct: number) => void,
): (url: string) => void {
  let page = "";
  let engaged = false;
  let creditedAt = 0;
  let visibleMs = 0;
  let reached = 0;
  let height = 1;
  let reportedPct = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const credit = (): void => {
    const now = performance.now();
    if (engaged) visibleMs += Math.min(now - creditedAt, MAX_SAMPLE_MS);
    creditedAt = now;
    // Asked rather than remembered: focus inside an embedded frame blurs the window while the
    // document keeps the focus, and nothing tells when the frame loses it.
    engaged = !document.hidden && document.hasFocus();
  };

  const measure = (): void => {
    if (engaged) {
      height = document.documentElement.scrollHeight;
      reached = Math.max(reached, scrollY + innerHeight);
    }
  };

  const reportNews = (): void => {
    credit();
    // By the height last measured: on navigation the next page may be rendered already.
    const pct = Math.min(100, Math.round((reached / height) * 100));
    if (visibleMs >= MIN_REPORT_MS || pct > reportedPct) {
      reportedPct = Math.max(reportedPct, pct);
      report(page, Math.round(visibleMs), reportedPct);
      visibleMs = 0;
    }
  };

  listen("focus blur visibilitychange pagehide", ({ target }) => {
    // Moving the focus from one field of a form to the next is no news.
    if (!(target instanceof Element)) reportNews();
  });
  listen("scroll", measure);

  return (url) => {
    reportNews();
    page = url;
    visibleMs = reached = reportedPct = 0;
    // The first sample comes a second later, when the new page has most likely taken the place
    // and the scroll position of the old one.
    clearInterval(timer);
    timer = setInterval(() => {
      credit();
      measure();
      if (visibleMs >= REPORT_MS) reportNews();
    }, SAMPLE_MS);
  };
}
