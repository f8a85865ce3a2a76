/** A page in a simulated browser (jsdom) with a clock, focus and collector under the test's control. */
import { withGlobal, type Clock } from "@sinonjs/fake-timers";
import { JSDOM, type DOMWindow } from "jsdom";
import { bundle } from "../bundle.mjs";
import type { TrackedEvent } from "../src/payload.ts";

const script = bundle();

export interface Beacon {
  site: string;
  sent_at: number;
  webdriver?: boolean;
  events: TrackedEvent[];
}

export interface SentRequest {
  url: string;
  by: "fetch" | "sendBeacon";
  body: string;
  beacon: Beacon;
  init: RequestInit;
  response?: Response;
}

/** How the collector answers: a status with headers, or a request that fails or never ends. */
export type Answer = { status: number; headers?: Record<string, string> } | "fail" | "hang";

export interface PageOptions {
  url?: string;
  referrer?: string;
  html?: string;
  attributes?: Record<string, string>;
  /** Prepares the page before the tracker's script runs. */
  before?: (window: DOMWindow) => void;
  answer?: (request: SentRequest, count: number) => Answer;
  /** The script as served; the bundle unless a test changes it. */
  source?: string;
}

export interface BrowserPage {
  window: DOMWindow;
  clock: Clock;
  requests: SentRequest[];
  /** All events that reached the collector with success, in order. */
  received: () => TrackedEvent[];
  runScript: () => void;
  call: (...args: unknown[]) => void;
  setVisible: (visible: boolean) => void;
  setFocused: (focused: boolean) => void;
  setDocumentHeight: (height: number) => void;
  scrollTo: (top: number) => void;
}

export const START = Date.UTC(2026, 0, 15, 12);
const VIEWPORT_HEIGHT = 800;

/** Opens a page with the tracker's script tag; the page is visible and focused. */
export function openPage(options: PageOptions = {}): BrowserPage {
  const answer = options.answer ?? ((): Answer => ({ status: 202 }));
  const { window } = new JSDOM(options.html ?? "<!doctype html><title>Start</title><p>Hello", {
    url: options.url ?? "https://shop.example/start?utm_source=news#top",
    runScripts: "outside-only",
    ...(options.referrer ? { referrer: options.referrer } : {}),
  });
  const clock = withGlobal(window).install({
    now: START,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  const define = (target: object, name: string, get: () => unknown) =>
    Object.defineProperty(target, name, { get, configurable: true });

  const requests: SentRequest[] = [];
  const received: TrackedEvent[] = [];
  const record = (by: SentRequest["by"], url: string, body: string, init: RequestInit) => {
    const request: SentRequest = { by, url, body, init, beacon: JSON.parse(body) as Beacon };
    requests.push(request);
    const result = answer(request, requests.length);
    if (typeof result == "object" && result.status == 202) received.push(...request.beacon.events);
    return { request, result };
  };
  Object.assign(window, {
    fetch: async (url: string, init: RequestInit) => {
      const { request, result } = record("fetch", url, String(init.body), init);
      if (result == "hang") return new Promise(() => {});
      if (result == "fail") throw new TypeError("Failed to fetch");
      request.response = new Response("{}", result);
      return request.response;
    },
    Request: class {
      get keepalive() {
        return false;
      }
    },
  });
  Object.assign(window.navigator, {
    sendBeacon: (url: string, body: string) => record("sendBeacon", url, body, {}).result != "fail",
  });

  let visible = true;
  let focused = true;
  let height = VIEWPORT_HEIGHT;
  define(window.document, "hidden", () => !visible);
  define(window.document, "visibilityState", () => (visible ? "visible" : "hidden"));
  window.document.hasFocus = () => focused;
  define(window, "innerHeight", () => VIEWPORT_HEIGHT);
  define(window.document.documentElement, "scrollHeight", () => height);

  const tag = window.document.createElement("script");
  const attributes = { "data-site": "SITE", "data-api": "https://c.example", ...options.attributes };
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  tag.src = "https://dash.example/li.js";
  window.document.head.append(tag);
  const runScript = () => {
    define(window.document, "currentScript", () => tag);
    window.eval(options.source ?? script);
    define(window.document, "currentScript", () => null);
  };

  options.before?.(window);
  runScript();

  return {
    window,
    clock,
    requests,
    received: () => received,
    runScript,
    call: (...args) => (window as unknown as Window).liveinsight!(...(args as [string])),
    setVisible(value) {
      visible = value;
      window.document.dispatchEvent(new window.Event("visibilitychange", { bubbles: true }));
    },
    setFocused(value) {
      focused = value;
      window.dispatchEvent(new window.Event(value ? "focus" : "blur"));
    },
    setDocumentHeight(value) {
      height = value;
    },
    scrollTo(top) {
      define(window, "scrollY", () => top);
      window.document.dispatchEvent(new window.Event("scroll", { bubbles: true }));
    },
  };
}
