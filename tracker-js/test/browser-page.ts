/** A page in a simulated browser (jsdom) with a clock, focus and collector under the test's control. */
import { withGlobal, type Clock } from "@sinonjs/fake-timers";
import { JSDOM, type DOMWindow } from "jsdom";
import { bundle } from "../bundle.mjs";
import type { TrackedEvent } from "../src/options.ts";

const script = bundle();

export interface Beacon {
  site: string;
  sent_at: number;
  webdriver?: boolean;
  events: TrackedEvent[];
}

export interface SentRequest {
  url: string;
  body: string;
  beacon: Beacon;
  init: RequestInit;
  response?: Response;
}

/** How the collector answers: with a status, or a request that fails or never ends. */
export type Answer = { status: number; body?: string } | "fail" | "hang";

export interface PageOptions {
  url?: string;
  referrer?: string;
  html?: string;
  attributes?: Record<string, string>;
  /** What the page has put into `window.liveinsightOptions`. */
  settings?: object;
  /** What is in localStorage. */
  stored?: Record<string, string>;
  /** HTTP status of the page. */
  status?: number;
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
  /** What was written to the console. */
  messages: unknown[];
  /** All events that reached the collector with success, by time; of the same ms a page before what happens on it. */
  received: () => TrackedEvent[];
  runScript: () => void;
  call: (...args: unknown[]) => void;
  /** Lets the tracker send what it has, and time pass until the next beacon would be sent. */
  beat: () => Promise<unknown>;
  click: (selector: string, init?: MouseEventInit & { type?: string }) => Event;
  setVisible: (visible: boolean) => void;
  setFocused: (focused: boolean) => void;
  setDocumentHeight: (height: number) => void;
  scrollTo: (top: number) => void;
}

/** What a collector makes of a body; of one that is no JSON nothing. */
function parsed(body: string): Beacon {
  try {
    return JSON.parse(body) as Beacon;
  } catch {
    return { site: "", sent_at: 0, events: [] };
  }
}

const rank = ({ type }: TrackedEvent) => +(type == "pageview");
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
  const record = (url: string, body: string, init: RequestInit) => {
    const request: SentRequest = { url, body, init, beacon: parsed(body) };
    requests.push(request);
    const result = answer(request, requests.length);
    if (typeof result == "object" && result.status == 202) received.push(...request.beacon.events);
    return { request, result };
  };
  const messages: unknown[] = [];
  Object.assign(window, {
    fetch: async (url: URL, init: RequestInit) => {
      const { request, result } = record(String(url), String(init.body), init);
      if (result == "hang") return new Promise(() => {});
      if (result == "fail") throw new TypeError("Failed to fetch");
      request.response = new Response(result.body ?? "{}", result);
      return request.response;
    },
    console: Object.fromEntries(
      ["debug", "error", "info", "log", "warn"].map((level) => [
        level,
        (...message: unknown[]) => void messages.push(level, ...message),
      ]),
    ),
  });
  Object.assign(window.performance, {
    getEntriesByType: () => [{ responseStatus: options.status ?? 200 }],
  });
  if (options.settings) Object.assign(window, { liveinsightOptions: options.settings });
  if (options.stored) Object.assign(window.localStorage, options.stored);

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
    messages,
    received: () => [...received].sort((a, b) => a.at - b.at || (a.url == b.url ? rank(b) - rank(a) : 0)),
    runScript,
    call: (...args) => (window as unknown as Window).liveinsight!(...(args as [string])),
    beat: () => clock.tickAsync(1_001),
    click(selector, { type = "click", ...init } = {}) {
      const event = new window.MouseEvent(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
        ...init,
      });
      window.document.querySelector(selector)!.dispatchEvent(event);
      return event;
    },
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
