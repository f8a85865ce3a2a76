/** Entry of `li-vitals.js`, the second file for sites that want web vitals measured. */
import { measureVitals } from "./measure";

if (!window.liveinsightVitals) {
  window.liveinsightVitals = true;
  measureVitals((...event) => {
    // The tracker may load later, or never: until then calls wait where it looks for them.
    window.liveinsight ||= (...call) => void (window.liveinsight!.q ||= []).push(call);
    window.liveinsight("event", ...event);
  });
}
