/** A part of a page that asks the server: skeleton while it waits, error with a retry, empty state, then its content. */
import { isAborted, Refused, said } from "./ask.ts";
import { button, element, find } from "./dom.ts";
import { text } from "./messages.ts";

export interface Content<T> {
  load(signal: AbortSignal): Promise<T>;
  /** Puts the answer into `body`. Returning a text means: there is nothing to show, and this is why or what to do. */
  show(answer: T, body: HTMLElement): string | HTMLElement | undefined | void;
}

const LATE_MS = 250;

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

  /** Asks anew; an answer that is still awaited is not wanted any more. Never throws. */
  async refresh(): Promise<void> {
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
    const again = button("button quiet small", text("problem.retry"), () => void this.refresh());
    const problem = element("div", "problem", element("p", "", said(failure)), again);
    problem.setAttribute("role", "alert");
    this.#body.replaceChildren(problem);
  }
}
