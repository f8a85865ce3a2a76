/**
 * The line to the server: the stream, and polling where a stream is not to be had. It mends itself, and says
 * how it is.
 */
import type { Health, LiveEvent, Snapshot } from "./types.ts";

export interface Listener {
  snapshot(snapshot: Snapshot): void;
  events(events: LiveEvent[]): void;
  health(health: Health): void;
}

/** A stream that ends and comes back within this time was never away, as far as readers are concerned. */
const GRACE_MS = 2500;
const LOST_MS = 15_000;
/** Heartbeats cannot be seen from here, so silence is checked by asking. */
const SILENT_MS = 45_000;
const POLL_MS = 3000;
const STREAM_AGAIN_MS = 30_000;
const HIDDEN_MS = 5 * 60_000;

export class Connection {
  #source: EventSource | undefined;
  #brokenSince = 0;
  #lastWord = 0;
  #streamDue = 0;
  #polling = false;
  #trouble = false;
  #hideTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly site: string,
    private readonly listener: Listener,
  ) {
    document.addEventListener("visibilitychange", () => this.#visibility());
    addEventListener("online", () => this.#open());
    setInterval(() => this.#watch(), 1000);
    this.#open();
  }

  #open(): void {
    this.#source?.close();
    this.#lastWord = Date.now();
    const source = new EventSource(`/api/live/stream?site=${encodeURIComponent(this.site)}`);
    this.#source = source;
    source.addEventListener("snapshot", ({ data }) => {
      this.#well();
      this.listener.snapshot(JSON.parse(data as string) as Snapshot);
    });
    source.addEventListener("events", ({ data }) => {
      this.#well();
      this.listener.events((JSON.parse(data as string) as { events: LiveEvent[] }).events);
    });
    source.addEventListener("trouble", () => {
      this.#lastWord = Date.now();
      this.#trouble = true;
      this.listener.health("trouble");
    });
    source.addEventListener("open", () => (this.#lastWord = Date.now()));
    source.addEventListener("error", () => this.#broken());
  }

  #well(): void {
    this.#lastWord = Date.now();
    this.#brokenSince = 0;
    this.#trouble = false;
    this.#polling = false;
    this.listener.health("live");
  }

  #broken(): void {
    this.#brokenSince ||= Date.now();
    // A refused stream (503: no room, 401: logged out) is not tried again by the browser itself.
    if (this.#source?.readyState === EventSource.CLOSED && !this.#polling) void this.#poll();
  }

  #watch(): void {
    const now = Date.now();
    if (document.hidden && !this.#source) return;
    if (this.#brokenSince && !this.#polling) {
      const away = now - this.#brokenSince;
      if (away > GRACE_MS) this.listener.health(away > LOST_MS ? "lost" : "reconnecting");
    }
    if (!this.#brokenSince && !this.#trouble && now - this.#lastWord > SILENT_MS) this.#open();
  }

  /** Asks every few seconds, and for a stream again every half minute. */
  async #poll(): Promise<void> {
    this.#polling = true;
    this.#streamDue = Date.now() + STREAM_AGAIN_MS;
    while (this.#polling && Date.now() < this.#streamDue) {
      await this.#ask();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    if (!this.#polling) return;
    this.#polling = false;
    if (this.#source) this.#open();
  }

  async #ask(): Promise<void> {
    try {
      const response = await fetch(`/api/live/?site=${encodeURIComponent(this.site)}`);
      if (response.status === 401) location.reload();
      if (!response.ok) throw new Error(String(response.status));
      this.listener.snapshot((await response.json()) as Snapshot);
      this.#brokenSince = 0;
      this.listener.health("polling");
    } catch {
      this.#brokenSince ||= Date.now();
      this.listener.health(Date.now() - this.#brokenSince > LOST_MS ? "lost" : "reconnecting");
      this.#streamDue = Math.min(this.#streamDue, Date.now() + POLL_MS);
    }
  }

  /** A page that nobody looks at gives its stream back after a while: browsers allow six a host. */
  #visibility(): void {
    clearTimeout(this.#hideTimer);
    if (!document.hidden) {
      if (!this.#source) this.#open();
      return;
    }
    this.#hideTimer = setTimeout(() => {
      this.#source?.close();
      this.#source = undefined;
      this.#polling = false;
      this.#brokenSince = 0;
    }, HIDDEN_MS);
  }
}
