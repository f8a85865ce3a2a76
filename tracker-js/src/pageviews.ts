import { sentUrl } from "./address";
import { automatic, type TrackedEvent } from "./options";
import { enqueue, flush } from "./queue";
import { safely } from "./safely";
import { endPage, sample, SAMPLE_MS } from "./triggers/engagement";
import { checkAddress } from "./triggers/navigation";

/** Address of the current page. */
export let page: string | undefined;
/** A pageview that has no title yet. */
let untitled: Partial<TrackedEvent> | undefined | 0;
let timer: ReturnType<typeof setInterval>;

export const settle = (): void => {
  if (untitled) {
    untitled.title = document.title;
    enqueue(untitled);
  }
  untitled = 0;
};

export const restart = (): void => {
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

export const pageview = ({ url = location as never }: { url?: string } = {}): void => {
  settle();
  endPage();
  untitled = {
    type: "pageview",
    // Of the site itself it tells nothing new, but may name a page that is to be masked.
    referrer: page || document.referrer.match(location.origin + "/") ? "" : document.referrer,
    url: (page = sentUrl(new URL(url, location as never))),
    at: Date.now(),
    screen: [screen.width, screen.height],
  };
  restart();
};

export const countPageview = (): void => {
  if (automatic("pageviews")) pageview();
};
