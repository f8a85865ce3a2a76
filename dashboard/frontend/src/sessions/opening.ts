/**
 * Which visit is open: the URL says it (`session`, `at`), so that a link shows it and Back closes it. Going on to the
 * next visit replaces the URL: one step back always leads to the list.
 */
import { parameter, setParameters } from "../view/view.ts";
import { parseVisit } from "./order.ts";
import { VisitSheet } from "./sheet.ts";
import type { Visit } from "./types.ts";

/** What the list shows, and how to turn its pages: `turn(-1 | 1)` is there where there is a page. */
export interface Listed {
  visits: readonly Visit[];
  live: ReadonlySet<string>;
  before?: (() => void) | undefined;
  after?: (() => void) | undefined;
}

export class Opening {
  #sheet: VisitSheet | undefined;
  #listed: Listed = { visits: [], live: new Set() };
  /** Whether the open visit is one step of the history that this page made. */
  #pushed = false;
  /** The place in the next page of the list that is to be opened when it is there. */
  #awaited: "first" | "last" | undefined;

  open(visit: Visit): void {
    this.#pushed = true;
    setParameters(named(visit));
  }

  /** Tells what the list shows now. */
  list(listed: Listed): void {
    this.#listed = listed;
    const visit = this.#awaited === "first" ? listed.visits[0] : this.#awaited === "last" ? listed.visits.at(-1) : undefined;
    this.#awaited = undefined;
    if (visit && this.#sheet) setParameters(named(visit), "replace");
    else this.update();
  }

  /** Opens or closes the sheet as the URL says. */
  update(): void {
    const wanted = parseVisit(parameter("session"), parameter("at"));
    if (!wanted) {
      this.#pushed = false;
      const sheet = this.#sheet;
      this.#sheet = undefined;
      sheet?.close();
      return;
    }
    this.#sheet ??= new VisitSheet(
      () => this.#closed(),
      () => this.#leave(),
    );
    const { visits, live } = this.#listed;
    const place = visits.findIndex(({ id }) => id === wanted.id);
    this.#mark(wanted.id);
    this.#sheet.show({ ...wanted, live: live.has(wanted.id), previous: this.#way(place, -1), next: this.#way(place, 1) });
  }

  #way(place: number, by: -1 | 1): (() => void) | undefined {
    if (place < 0) return undefined;
    const visit = this.#listed.visits[place + by];
    if (visit) return () => setParameters(named(visit), "replace");
    const turn = by < 0 ? this.#listed.before : this.#listed.after;
    if (!turn) return undefined;
    return () => {
      this.#awaited = by < 0 ? "last" : "first";
      turn();
    };
  }

  /** The reader closed it. */
  #closed(): void {
    if (!this.#sheet) return;
    this.#sheet = undefined;
    const last = parameter("session");
    if (this.#pushed) history.back();
    else setParameters({ session: null, at: null }, "replace");
    this.#pushed = false;
    document.querySelector<HTMLElement>(`[data-visit="${CSS.escape(last ?? "")}"] .visit-link`)?.focus();
  }

  /** A click in it filters the list: the sheet's step of the history becomes the list's. */
  #leave(): void {
    const sheet = this.#sheet;
    this.#sheet = undefined;
    this.#pushed = false;
    sheet?.close();
    setParameters({ session: null, at: null }, "replace");
  }

  /** The row of the open visit stays marked, so that it is found again. */
  #mark(id: string): void {
    for (const row of document.querySelectorAll<HTMLElement>("[data-visit]")) row.classList.toggle("open", row.dataset.visit === id);
  }
}

const named = ({ id, started_at }: Visit): Record<string, string> => ({ session: id, at: String(started_at) });
