/** The table of active sessions. Cells name their roles: on a phone, CSS lays them out as cards. */
import { element, find, setText } from "../dom.ts";
import { ago, duration, number } from "../format.ts";
import { KeyedList, type Row } from "../keyed.ts";
import { counted, text } from "../messages.ts";
import { Place } from "./place.ts";
import type { Session } from "./types.ts";

const FIRST_ROWS = 12;
const RECENT_MS = 5 * 60_000;

export class SessionTable {
  readonly #list: KeyedList<Session>;
  #now = 0;
  #sessions: readonly Session[] = [];
  #all = 0;
  #expanded = false;

  constructor(
    private readonly root: ParentNode,
    private readonly flags: string,
  ) {
    this.#list = new KeyedList(find(root, "[data-sessions]"), (session) => session.id, () => this.#row());
    find(root, "[data-expand]").addEventListener("click", () => {
      this.#expanded = !this.#expanded;
      this.tick(this.#now);
    });
  }

  /** `all` counts also the sessions that the server left out. */
  show(sessions: readonly Session[], all: number, now: number): void {
    this.#sessions = sessions;
    this.#all = all;
    this.tick(now);
  }

  /** Brings the relative times up to date. */
  tick(now: number): void {
    this.#now = now;
    const rows = this.#expanded ? this.#sessions : this.#sessions.slice(0, FIRST_ROWS);
    this.#list.show(rows);
    find(this.root, '[data-empty="sessions"]').hidden = rows.length > 0;
    find(this.root, ".sessions table").hidden = rows.length === 0;
    const expand = find(this.root, "[data-expand]");
    expand.hidden = this.#sessions.length <= FIRST_ROWS;
    expand.setAttribute("aria-expanded", String(this.#expanded));
    const folded = counted("sessions.show", this.#sessions.length - FIRST_ROWS);
    setText(expand, this.#expanded ? text("sessions.fewer") : folded);
    const more = find(this.root, "[data-more]");
    more.hidden = !this.#expanded || this.#all <= rows.length;
    setText(more, counted("sessions.more", this.#all - rows.length));
  }

  #row(): Row<Session> {
    const place = new Place(this.flags);
    const software = element("span", "software");
    const link = element("a", "visitor-link", place.element);
    const [page, entry, source] = [element("span", "path"), element("span", "path"), element("span")];
    const [pages, long, seen] = [element("span"), element("span"), element("span")];
    const row = element(
      "tr",
      "",
      cell("visitor", link, software),
      cell("page", page),
      cell("entry", entry),
      cell("source", source),
      cell("number pages", pages),
      cell("number long", long),
      cell("number seen", seen),
    );
    row.setAttribute("role", "row");
    return {
      element: row,
      update: (session) => {
        place.show(session.country);
        link.href = timeline(session);
        setText(software, softwareOf(session));
        path(page, session.page);
        path(entry, session.entry_page);
        setText(source, session.source || text("source.direct"));
        setText(pages, number(session.pageviews));
        pages.title = counted("pageviews", session.pageviews);
        setText(long, duration(session.last_seen - session.started_at));
        setText(seen, ago(this.#now - session.last_seen));
        row.classList.toggle("away", this.#now - session.last_seen > RECENT_MS);
      },
    };
  }
}

function cell(name: string, ...children: Node[]): HTMLTableCellElement {
  const made = element("td", name, ...children);
  made.setAttribute("role", "cell");
  return made;
}

/** Everything that the visit has done so far. */
function timeline({ id, started_at: at }: Session): string {
  return `sessions?${new URLSearchParams({ period: "day", session: id, at: String(at) })}`;
}

function path(target: HTMLElement, value: string): void {
  setText(target, value || text("page.unknown"));
  target.title = value;
}

function softwareOf({ device, browser, os }: Session): string {
  return [text(`device.${device || "unknown"}`), browser, os].filter(Boolean).join(" · ");
}
