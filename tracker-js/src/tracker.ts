import type { Commands } from "./api";
import type { Config } from "./config";
import { listen } from "./listen";
import { pageUrl } from "./page-url";
import { createEvent } from "./payload";
import { createQueue } from "./queue";
import { measureEngagement } from "./triggers/engagement";
import { onMarkupEvent } from "./triggers/markup";
import { onNavigation } from "./triggers/navigation";

/** Time for a single-page application to set the title of the page it moved to, in ms. */
const TITLE_MS = 100;
/** Other events wait this long for company, in ms. */
const GATHER_MS = 1_000;
/** Characters of name and options as JSON; with the rest of an event they fit a beacon. */
const MAX_OPTIONS = 10_000;

/** Connects the triggers to the queue, counts the first pageview, and returns the page's commands. */
export function startTracker(config: Config): Commands {
  const [enqueue, flush] = createQueue(config);

  const beginPage = measureEngagement((url, visible_ms, scroll_pct) =>
    enqueue(createEvent("engagement", url, { visible_ms, scroll_pct }), GATHER_MS),
  );

  const pageview = (delay: number, referrer?: string): void => {
    const url = pageUrl();
    beginPage(url);
    const event = createEvent("pageview", url, {
      referrer,
      screen: [screen.width, screen.height],
      language: navigator.language,
    });
    const readTitle = () => {
      event.title = document.title.slice(0, 500);
    };
    // At once, in case another event's beacon takes this one along before the delay is over.
    readTitle();
    setTimeout(readTitle, delay);
    enqueue(event, delay);
  };

  const custom = (name: string, options?: { props?: unknown; revenue?: unknown }): void => {
    // A copy, because the page may change its object before the event is sent; and what cannot
    // be written as JSON fails here, where it spoils no other event.
    const json = JSON.stringify([name + "", options || {}]);
    if (!name || json.length > MAX_OPTIONS) return;
    const [text, { props, revenue }] = JSON.parse(json);
    enqueue(createEvent("event", pageUrl(), { name: text, props, revenue }), GATHER_MS);
  };

  pageview(0, document.referrer || undefined);
  onNavigation(() => pageview(TITLE_MS));
  listen<PageTransitionEvent>("pageshow", ({ persisted }) => {
    if (persisted) pageview(0);
  });
  onMarkupEvent((name, props) => custom(name, { props }));
  // After the listeners of engagement, so that its last report goes along. Becoming visible or
  // online is as good a moment: a pending retry may succeed now.
  listen("visibilitychange pagehide online", () => flush(true));

  return { event: custom };
}
