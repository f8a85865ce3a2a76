/** A part of a page that asks the server: skeleton while it waits, error with a retry, empty state, then its content. */
import { isAborted, Refused, said, translated } from "./ask.ts";
import { button, element, find } from "./dom.ts";
import { text } from "./messages.ts";
import { noteRefusal } from "./view/warnings.ts";
import { waysOn } from "./view/ways_on.ts";

export interface Content<T> {
  load(signal: AbortSignal): Promise<T>;
  /** Puts the answer into `body`. Returning a text means: there is nothing to show, and this is why or what to do. */
  show(answer: T, body: HTMLElement): string | HTMLElement | undefined | void;
}

const LATE_MS = 250;
/** What could not reach the server. */
const cutOff = new Set<{ readonly isSeen: boolean; refresh(): Promise<void> }>();

/**
 * `root` has an element `[data-body]`; what the template put there is the skeleton. While a later answer is on its way
 * the earlier one stays, dimmed, so that nothing jumps.
 */
export class Panel<T> {
  readonly #body: HTMLElement;
  #asking: AbortController | undefined;
  #shown = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly content: Content<T>,
  ) {
    this.#body = find(root, "[data-body]");
  }

  get isSeen(): boolean {
    return this.root.isConnected;
  }

  /** Asks anew; an answer that is still awaited is not wanted any more. Never throws. */
  async refresh(): Promise<void> {
    cutOff.delete(this);
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.root.setAttribute("aria-busy", "true");
    const late = setTimeout(() => this.root.classList.add("late"), LATE_MS);
    try {
      const answer = await this.content.load(asking.signal);
      if (!asking.signal.aborted) this.#show(answer);
    } catch (failure) {
      if (!isAborted(failure) && !asking.signal.aborted) this.#fail(failure);
    } finally {
      clearTimeout(late);
      if (this.#asking === asking) {
        this.root.classList.remove("late");
        this.root.removeAttribute("aria-busy");
      }
    }
  }

  #show(answer: T): void {
    if (!this.#shown) this.#body.replaceChildren();
    this.root.dataset.panelState = "shown";
    const nothing = this.content.show(answer, this.#body);
    this.#shown = !nothing;
    if (!nothing) return;
    this.root.dataset.panelState = "empty";
    this.#body.replaceChildren(typeof nothing === "string" ? element("p", "empty", nothing) : nothing);
  }

  #fail(failure: unknown): void {
    if (!(failure instanceof Refused)) console.error(failure);
    this.#shown = false;
    this.root.dataset.panelState = "failed";
    if (failure instanceof Refused && failure.isUnreachable) cutOff.add(this);
    this.#body.replaceChildren(failure instanceof Refused && failure.status === 400 ? this.#refusal(failure) : this.#problem(said(failure), this.#again()));
  }

  /** The same question would be refused again. What is wrong with the view is said once, above all panels. */
  #refusal(failure: Refused): HTMLElement {
    const ways = waysOn(failure);
    const says = translated(failure) ?? text("refused.question");
    if (!ways.length) return this.#problem(says, translated(failure) ? undefined : button("button quiet small", text("problem.reload"), () => location.reload()));
    // A dialog hides what stands above the page.
    if (!this.root.closest("dialog") && noteRefusal(says, ways)) return element("p", "problem elsewhere", text("refused.above"));
    return this.#problem(says, ...ways);
  }

  #again(): HTMLElement {
    return button("button quiet small", text("problem.retry"), () => void this.refresh());
  }

  #problem(says: string, ...ways: (HTMLElement | undefined)[]): HTMLElement {
    const problem = element("div", "problem", element("p", "", says), ...ways.filter((way) => way !== undefined));
    problem.setAttribute("role", "alert");
    return problem;
  }
}

/** Asks again for what could not be asked for. */
function reach(): void {
  for (const panel of [...cutOff]) {
    if (panel.isSeen) void panel.refresh();
    else cutOff.delete(panel);
  }
}

window.addEventListener("online", reach);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && reach());
