/** One visit in a sheet at the side: summary and timeline, with ways to the visits around it. */
import { isAborted, said } from "../ask.ts";
import { openDialog, type Dialog } from "../dialog.ts";
import { button, element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { ask } from "../ask.ts";
import { site } from "../site.ts";
import { summary } from "./summary.ts";
import { timelineItems } from "./timeline.ts";
import type { OneVisit } from "./types.ts";

const AT_ONCE = 1000;

export interface SheetOptions {
  /** Which visit: id and start. */
  id: string;
  at: number;
  live: boolean;
  /** Opens the visit before (-1) or after (1) in the list; left out where there is none. */
  previous?: (() => void) | undefined;
  next?: (() => void) | undefined;
}

export class VisitSheet {
  readonly #dialog: Dialog;
  readonly #panel: Panel<OneVisit>;
  readonly #body: HTMLElement;
  readonly #buttons: [HTMLButtonElement, HTMLButtonElement];
  #shown: SheetOptions | undefined;

  /** `closed` is called when the reader closes it. `leave` when a click in it filters the list. */
  constructor(
    closed: () => void,
    private readonly leave: () => void,
  ) {
    this.#dialog = openDialog(text("visit.title"), "visit-sheet", closed);
    this.#buttons = [turner("‹", "visit.previous", () => this.#shown?.previous?.()), turner("›", "visit.next", () => this.#shown?.next?.())];
    const nav = element("div", "visit-turn", ...this.#buttons);
    this.#dialog.element.querySelector("header .close")?.before(nav);
    this.#body = element("div", "panel-body");
    this.#body.dataset.body = "";
    const root = element("div", "panel", this.#body);
    this.#dialog.body.append(root);
    this.#panel = new Panel(root, { load: (signal) => load(this.#shown!, 0, signal), show: (found, body) => this.#show(found, body) });
    this.#dialog.element.addEventListener("keydown", (event) => this.#key(event));
  }

  show(options: SheetOptions): void {
    const other = options.id !== this.#shown?.id;
    this.#shown = options;
    const [previous, next] = this.#buttons;
    previous.disabled = !options.previous;
    next.disabled = !options.next;
    if (!other) return;
    if (!this.#body.childElementCount) this.#body.append(skeleton());
    this.#dialog.body.scrollTop = 0;
    void this.#panel.refresh();
  }

  close(): void {
    this.#dialog.close();
  }

  #show(found: OneVisit, body: HTMLElement): void {
    const { session, total, steps } = found;
    const list = element("ol", "visit-steps", ...timelineItems(steps, session.started_at, this.leave));
    const heading = element("h3", "", text("visit.steps"));
    body.replaceChildren(summary(session, this.#shown?.live ?? false, this.leave), heading, list);
    if (steps.length < total) body.append(this.#more(found, list));
  }

  /** A button that adds the next steps of a long visit. */
  #more({ session, total, steps }: OneVisit, list: HTMLElement): HTMLElement {
    const { id } = session;
    const all = [...steps];
    const label = () => text("visit.more", { shown: number(all.length), total: number(total) });
    const button = element("button", "button quiet small", label());
    button.type = "button";
    const add = async () => {
      const { steps: next } = await load({ id, at: session.started_at }, all.length);
      list.append(...timelineItems(next, session.started_at, this.leave, all.at(-1)));
      all.push(...next);
      button.textContent = label();
      if (all.length >= total || !next.length) button.remove();
    };
    button.addEventListener("click", () => {
      button.disabled = true;
      add()
        .catch((failure: unknown) => {
          if (!isAborted(failure)) button.textContent = `${said(failure)} ${text("problem.retry")}`;
        })
        .finally(() => (button.disabled = false));
    });
    return button;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const run = { ArrowLeft: this.#shown?.previous, ArrowRight: this.#shown?.next }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }
}

function load({ id, at }: { id: string; at: number }, offset: number, signal?: AbortSignal): Promise<OneVisit> {
  const wanted = { site_id: site().key, id, started_at: at, pagination: { limit: AT_ONCE, offset } };
  return ask<OneVisit>("/api/v2/reports/session", wanted, signal);
}

function turner(label: string, name: string, run: () => void): HTMLButtonElement {
  const made = button("icon-button step", label, run);
  made.title = text(name);
  made.setAttribute("aria-label", made.title);
  return made;
}

function skeleton(): HTMLElement {
  const made = element("div", "skeleton", ...Array.from({ length: 9 }, () => element("span")));
  made.setAttribute("aria-hidden", "true");
  return made;
}
