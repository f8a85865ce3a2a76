/** Connects the triggers to the queue. */
import { automatic, findCollector, type Given, options, setOptions } from "./options";
import { countPageview, pageview, restart, settle } from "./pageviews";
import { optIn, optOut } from "./privacy";
import { enqueue, flush, identify, MAX_EVENTS, openQueue } from "./queue";
import { safely } from "./safely";
import { countClick } from "./triggers/clicks";
import { reportLeft, sample } from "./triggers/engagement";
import { checkAddress, watchHistory } from "./triggers/navigation";

export interface EventOptions {
  /** Properties: texts, numbers or booleans. */
  props?: unknown;
  revenue?: { amount: string | number | undefined; currency: string | undefined } | undefined;
  /** False for an event that happens by itself and does not end a bounce. */
  interactive?: boolean | undefined;
}

const event = (name: string, options?: EventOptions): void => {
  if (name) enqueue({ name, ...options });
};

const countForm = (): void => {
  if (automatic("forms")) enqueue({ name: "Form: Submission" });
};

const COMMANDS: Record<string, (...args: never[]) => void> = {
  event,
  pageview,
  identify,
  optOut,
  optIn,
};

/** Carries out a call. Unknown commands are ignored: a page may be written for a newer script. */
const runCall = safely(([command, ...args]: Iterable<unknown>) =>
  COMMANDS[command as string]!(...(args as never[])),
);

/** Becoming visible or online is as good a moment: a pending retry may succeed now. */
const leave = (): void => {
  reportLeft();
  settle();
  flush(MAX_EVENTS);
};

const LISTENERS = {
  blur: reportLeft,
  visibilitychange: leave,
  online: leave,
  scroll: sample,
  click: countClick,
  auxclick: countClick,
  submit: countForm,
  popstate: checkAddress,
  pageshow: (event: PageTransitionEvent) => {
    if (event.persisted) countPageview();
  },
};

let api: LiveInsightFunction;

const takeOver = (): void => {
  const calls = api.q as Iterable<unknown>[];
  // Another copy of the tracker is at work already.
  if (!calls.map) return;
  try {
    if (!options.site) throw "set data-site";
    findCollector();
    openQueue();
    restart();
    checkAddress();
    (["pushState", "replaceState"] as const).map(watchHistory);
    for (const type in LISTENERS) {
      addEventListener(type, safely(LISTENERS[type as never]), true);
    }
    if ((performance.getEntriesByType("navigation") as PerformanceNavigationTiming[])[0]?.responseStatus == 404 && automatic("404")) {
      enqueue({ name: "404", interactive: false });
    }
    api.q = { push: runCall };
    calls.map(runCall);
  } catch (problem) {
    // Tells the developer of the page, on no host where visitors would see it.
    if (/^127|::1|local(host)?$|test$/.test(location.hostname)) console.warn("liveinsight: " + problem);
  }
};

/** Starts to measure the page. */
export const start = (given: Given): void => {
  setOptions(given);
  // The page's own stub, or one that is put in its place.
  api = window.liveinsight ||= (...call) => api.q!.push(call);
  api.q ||= [];
  // Nobody has seen a prerendered page before it is activated.
  if (document.prerendering) addEventListener("prerenderingchange", takeOver, true);
  else takeOver();
};
