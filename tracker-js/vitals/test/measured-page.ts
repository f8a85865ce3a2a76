/** A page in a simulated browser (jsdom) whose performance entries the test makes up. */
import { JSDOM, type DOMWindow } from "jsdom";
import { bundleVitals } from "../bundle.mjs";

type Entries = Record<string, unknown>[];
type Observer = { type: string; callback: (list: { getEntries: () => Entries }) => void };

const script = bundleVitals();
/** What the clock of the page says whenever it is asked, in ms. */
const NOW = 60_000;

export interface MeasuredPage {
  window: DOMWindow & { liveinsight?: LiveInsightFunction };
  /** Calls of `liveinsight("event", …)` so far, as `[name, options]`. */
  events: () => [string, { interactive: boolean; props: Record<string, string> }][];
  /** The values measured so far, by name. */
  values: () => Record<string, string>;
  /** Lets the browser report entries of one type. */
  report: (type: string, ...entries: Entries) => Promise<void>;
  hide: () => void;
  show: () => void;
  runScript: () => void;
}

/** Opens a page that was asked for at 0 ms and whose first byte came at 120.46 ms. */
export function openPage(before?: (window: DOMWindow) => void): MeasuredPage {
  const { window } = new JSDOM("<!doctype html><p>Hello", {
    url: "https://shop.example/",
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  const observers: Observer[] = [];
  const calls: unknown[][] = [];
  let visible = true;
  const define = (target: object, name: string, get: () => unknown) =>
    Object.defineProperty(target, name, { get, configurable: true });

  const page = window as MeasuredPage["window"];
  page.liveinsight = (...call) => void calls.push(call);
  define(window.document, "visibilityState", () => (visible ? "visible" : "hidden"));
  define(window.document, "readyState", () => "complete");
  window.performance.getEntriesByType = ((type: string) =>
    type == "navigation"
      ? [{ entryType: type, type: "navigate", responseStart: 120.46, activationStart: 0 }]
      : []) as never;
  window.performance.now = () => NOW;
  Object.assign(window, {
    PerformanceObserver: class {
      static supportedEntryTypes: string[] = ["paint", "largest-contentful-paint", "layout-shift", "event", "first-input"];
      constructor(readonly callback: Observer["callback"]) {}
      observe({ type }: { type: string }) {
        observers.push({ type, callback: this.callback });
      }
      disconnect() {}
      takeRecords() {
        return [];
      }
    },
    PerformanceEventTiming: class {
      get interactionId() {
        return 0;
      }
    },
  });
  // The library believes only what the browser itself reports, which no script can imitate: it is handed a likeness.
  const listen = window.addEventListener.bind(window);
  window.addEventListener = ((type: string, listener: (event: unknown) => void, options: AddEventListenerOptions) =>
    listen(
      type,
      (event) => listener({ type, timeStamp: NOW, persisted: "persisted" in event, isTrusted: true }),
      options,
    )) as typeof window.addEventListener;
  before?.(window);
  const change = (value: boolean) => {
    visible = value;
    window.document.dispatchEvent(new window.Event("visibilitychange", { bubbles: true }));
  };
  const runScript = () => window.eval(script);
  runScript();

  const events = () =>
    calls.map(([command, ...event]) => {
      if (command != "event") throw new Error(`unexpected command ${String(command)}`);
      return event as [string, { interactive: boolean; props: Record<string, string> }];
    });
  return {
    window: page,
    events,
    values: () => Object.fromEntries(events().map(([, { props }]) => [props["name"], props["value"]!])),
    async report(type, ...entries) {
      const list = entries.map((entry) => ({ entryType: type, startTime: 0, ...entry }));
      for (const { callback } of observers.filter((one) => one.type == type)) callback({ getEntries: () => list });
      // The library handles entries in a promise, an idle moment or a timer.
      await new Promise((done) => setTimeout(done, 20));
    },
    hide: () => change(false),
    show: () => change(true),
    runScript,
  };
}
