import { onCLS, onFCP, onINP, onLCP, onTTFB, type MetricType } from "web-vitals";

/** How a measurement leaves: the tracker's custom event. */
export type SendEvent = (
  name: string,
  options: { interactive: false; props: Record<string, string> },
) => void;

/**
 * Measures LCP, INP, CLS, FCP and TTFB, and sends each once a page as the event `web-vital`.
 *
 * INP and CLS can still grow when a visitor comes back to a page that was hidden, and nothing tells
 * whether anybody will: the value at the first moment when the page may be gone is the one that
 * counts. A page from the back/forward cache is a page of its own.
 */
export function measureVitals(send: SendEvent): void {
  const sent = new Set<string>();
  const report = ({ id, name, value }: MetricType): void => {
    if (sent.has(id)) return;
    sent.add(id);
    try {
      send("web-vital", { interactive: false, props: { name, value: decimal(name, value) } });
    } catch {
      // The page matters more than the measurement.
    }
    if (document.visibilityState == "hidden") queueMicrotask(sendAtOnce);
  };
  for (const measure of [onCLS, onINP, onLCP, onFCP, onTTFB]) {
    try {
      measure(report);
    } catch {
      // A browser without the interfaces that this one needs; the others may do.
    }
  }
}

/**
 * Makes the tracker send what it has, because the page may be gone at once. The tracker does so
 * when a page is hidden, but where it was loaded first it hears of that before the library does.
 * It also does so when the browser is online again. That event is the window's: here it is the
 * document's and does not bubble, so that only those hear it who, like the tracker, listen in the
 * capture phase.
 */
function sendAtOnce(): void {
  document.dispatchEvent(new Event("online"));
}

/** The value as a decimal number without exponent: tenths of a ms, ten thousandths for CLS. */
function decimal(name: MetricType["name"], value: number): string {
  return String(+value.toFixed(name == "CLS" ? 4 : 1));
}
