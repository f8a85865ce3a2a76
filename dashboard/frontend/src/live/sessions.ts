/** The table of active sessions. Cells name their roles: on a phone, CSS lays them out as cards. */
import { element, find, setText } from "../dom.ts";
import { ago, duration, number } from "../format.ts";
import { KeyedList, type Row } from "../keyed.ts";
import { counted, text } from "../messages.ts";
import { Place } from "./place.ts";
import type { Session } from "./types.ts";

const MOST_ROWS = 50;
const RECENT_MS = 5 * 60_000;

export class SessionTable {
  readonly #list: KeyedList<Session>;
  #now = 0;

  constructor(
    private readonly root: ParentNode,
    private readonly flags: string,
  ) {
    this.#list = new KeyedList(find(root, "[data-sessions]"), (session) => session.id, () => this.#row());
  }

  show(sessions: readonly Session[], all: number, now: number): void {
    this.#now = now;
    const rows = sessions.slice(0, MOST_ROWS);
    this.#list.show(rows);
    find(this.root, '[data-empty="sessions"]').hidden = rows.length > 0;
    find(this.root, ".sessions table").hidden = rows.length === 0;
    const more = find(this.root, "[data-more]");
    more.hidden = all <= rows.length;
    setText(more, counted("sessions.more", all - rows.length));
  }

  #row(): Row<Session> {
    const place = new Place(this.flags);
    const software = element("span", "software");
    const [page, entry, source] = [element("span", "path"), element("span", "path"), element("span")];
    const [pages, long, seen] = [element("span"), element("span"), element("span")];
    const row = element(
      "tr",
      "",
      cell("visitor", place.element, software),
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

function path(target: HTMLElement, value: string): void {
  setText(target, value || text("page.unknown"));
  target.title = value;
}

function softwareOf({ device, browser, os }: Session): string {
  return [text(`device.${device || "unknown"}`), browser, os].filter(Boolean).join(" · ");
}
