/** Connects the triggers to the queue. */
import { sentPath, sentUrl } from "./address";
import { installApi } from "./api";
import { automatic, type Options, readOptions, type TrackedEvent } from "./options";
import { optIn, optOut } from "./privacy";
import { enqueue, flush, identify, openQueue } from "./queue";
import { safely } from "./safely";
import { countClick } from "./triggers/clicks";
import { beginPage, reportLeft, sample, SAMPLE_MS } from "./triggers/engagement";
import { checkAddress, onNavigation } from "./triggers/navigation";

export interface EventOptions {
  /** Properties: texts, numbers or booleans. */
  props?: unknown;
  revenue?: { amount: string | number | undefined; currency: string | undefined } | undefined;
  /** False for an event that happens by itself and does not end a bounce. */
  interactive?: boolean | undefined;
}


let referrer: string;
/** A pageview that has no title yet. */
let untitled: Partial<TrackedEvent> | undefined;
let timer: ReturnType<typeof setInterval>;

const settle = (): void => {
  if (untitled) enqueue({ ...untitled, title: document.title });
  untitled = undefined;
};

const event = (name: string, options?: EventOptions): void => {
  if (name) enqueue({ name, ...options });
};

const restart = (): void => {
  clearInterval(timer);
  timer = setInterval(
    safely(() => {
      checkAddress();
      sample();
      settle();
      flush();
    }),
    SAMPLE_MS,
  );
};

const pageview = ({ url: at }: { url?: string } = {}): void => {
  settle();
  const url = sentUrl(at ? new URL(at, location as never) : undefined);
  beginPage(url);
  untitled = {
    type: "pageview",
    url,
    at: Date.now(),
    referrer,
    screen: [screen.width, screen.height],
  };
  referrer = "";
  restart();
};

const countPageview = (): void => {
  if (automatic("pageviews")) pageview();
};

const countForm = (): void => {
  if (automatic("forms")) event("Form: Submission", { props: { path: sentPath() } });
};

/** Becoming visible or online is as good a moment: a pending retry may succeed now. */
const leave = (): void => {
  reportLeft();
  settle();
  flush(true);
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

const begin = (): void => {
  openQueue();
  referrer = document.referrer;
  restart();
  onNavigation(countPageview);
  settle();
  for (const type in LISTENERS) {
    addEventListener(type, safely(LISTENERS[type as never]), true);
  }
  const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (automatic("404") && load?.responseStatus == 404) {
    event("404", { props: { path: sentPath() }, interactive: false });
  }
};

/**
 * Starts to measure the page.
 *
 * @param base address that a relative address of the collector is relative to
 */
export const start = (options: Partial<Options>, base: string): void =>
  installApi({ event, pageview, identify, optOut, optIn }, () => {
    readOptions(options, base);
    begin();
  });
