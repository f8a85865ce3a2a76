/** The live page. */
import { find, setText } from "./dom.ts";
import { clock, country, number } from "./format.ts";
import { Board, plainLabel } from "./live/board.ts";
import { MinuteChart } from "./live/chart.ts";
import { Connection, type Listener } from "./live/connection.ts";
import { Feed } from "./live/feed.ts";
import { Place } from "./live/place.ts";
import { SessionTable } from "./live/sessions.ts";
import type { Health, LiveEvent, Minute, Snapshot } from "./live/types.ts";
import { WorldMap } from "./map.ts";
import { counted, text } from "./messages.ts";

const TICK_MS = 1000;

class LivePage implements Listener {
  readonly #root = find(document, "[data-live]");
  readonly #timeZone = this.#root.dataset.timezone ?? "UTC";
  readonly #flags = this.#root.dataset.flags ?? "";
  readonly #chart = new MinuteChart(this.#root, this.#timeZone, (minute) => this.#sayMinute(minute));
  readonly #map = new WorldMap(find(this.#root, "[data-map]"), this.#root.dataset.world ?? "", {
    bubbles: true,
    say: (code, row) => (row ? `${country(code)}: ${counted("visitors", row.visitors)}` : country(code)),
  });
  readonly #table = new SessionTable(this.#root, this.#flags);
  readonly #feed = new Feed(this.#root, this.#flags);
  readonly #pages = new Board(this.#root, "pages", plainLabel((path) => path || text("page.unknown")), 10);
  readonly #sources = new Board(this.#root, "sources", plainLabel((name) => name || text("source.direct")), 10);
  readonly #countries = new Board(this.#root, "countries", () => new Place(this.#flags), 8);
  #last: Snapshot | undefined;
  #lastAt = 0;
  /** How far this computer's clock is behind the server's, ms. */
  #behind = 0;

  start(): void {
    new Connection(this.#root.dataset.site ?? "", this);
    setInterval(() => this.#tick(), TICK_MS);
  }

  snapshot(snapshot: Snapshot): void {
    this.#behind = snapshot.at - Date.now();
    this.#last = snapshot;
    this.#lastAt = snapshot.at;
    this.#root.removeAttribute("aria-busy");
    this.#figures(snapshot);
    this.#chart.show(snapshot.minutes);
    this.#map.show(snapshot.countries);
    this.#countries.show(snapshot.countries);
    this.#pages.show(snapshot.pages);
    this.#sources.show(snapshot.sources);
    this.#table.show(snapshot.sessions, snapshot.active_sessions, this.#now());
    this.#feed.add(snapshot.feed, this.#now());
    find(this.#root, "[data-first-steps]").hidden = snapshot.feed.length > 0;
  }

  events(events: LiveEvent[]): void {
    this.#lastAt = this.#now();
    this.#feed.add(events, this.#now());
    this.#map.ping(events.filter(({ type }) => type !== "engagement").map((event) => event.country));
  }

  health(health: Health): void {
    this.#root.dataset.state = health;
    const stale = health === "reconnecting" || health === "trouble" || health === "lost";
    const when = stale && this.#lastAt ? text("state.updated", { time: clock(this.#lastAt, this.#timeZone) }) : "";
    setText(find(this.#root, "[data-connection]"), [text(`state.${health}`), when].filter(Boolean).join(" · "));
  }

  #figures({ current_visitors: current, active_sessions: active, minutes }: Snapshot): void {
    setText(find(this.#root, "[data-current]"), number(current));
    setText(find(this.#root, "[data-active]"), number(active));
    setText(find(this.#root, "[data-pageviews]"), number(minutes.reduce((sum, minute) => sum + minute.pageviews, 0)));
    document.title = document.title.replace(/^(\([^)]*\) )?/, current ? `(${number(current)}) ` : "");
    this.#root.classList.toggle("busy", current > 0);
  }

  #tick(): void {
    if (!this.#last || document.hidden) return;
    this.#feed.tick(this.#now());
    this.#table.tick(this.#now());
  }

  #now(): number {
    return Date.now() + this.#behind;
  }

  #sayMinute(minute: Minute): string {
    const figures = [counted("visitors", minute.visitors), counted("pageviews", minute.pageviews)];
    return `${clock(minute.at, this.#timeZone)} · ${figures.join(" · ")}`;
  }
}

new LivePage().start();
