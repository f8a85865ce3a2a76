/** Entry of `liveinsight-tracker/vitals`. */
import { track } from "liveinsight-tracker";
import { measureVitals as measure } from "./measure";

let measuring = false;

/**
 * Measures the page's web vitals (LCP, INP, CLS, FCP, TTFB) and sends each once as the event
 * `web-vital`. Call it once, beside `init`; further calls and calls on a server do nothing.
 */
export function measureVitals(): void {
  if (measuring || typeof document == "undefined") return;
  measuring = true;
  measure(track);
}
