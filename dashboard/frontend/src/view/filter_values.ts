/** The values of a filter: those that the site has, the most frequent first, and whatever is typed. */
import { isAborted } from "../ask.ts";
import { PROPS, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { input } from "../form/fields.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { query } from "../stats.ts";
import { view } from "./view.ts";

const SUGGESTED = 12;
const TYPING_MS = 200;
/** Dimensions whose values are a list: a part of a name is none of them. */
const CLOSED = ["event:goal", "visit:country"];

export class FilterValues {
  readonly search = input("values", { type: "search" });
  readonly list = element("ul", "options");
  #chosen: string[];
  #suggested: string[] = [];
  #asking: AbortController | undefined;
  #waiting = 0;

  /** `dimension` tells which one is filtered by just now. */
  constructor(
    values: readonly string[],
    private readonly dimension: () => string,
  ) {
    this.#chosen = [...values];
    this.list.setAttribute("aria-label", text("filter.values"));
    this.search.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#waiting = window.setTimeout(() => this.ask(), TYPING_MS);
    });
    this.search.addEventListener("keydown", (event) => {
      // Enter takes what was typed as a value; with nothing typed it applies the filter.
      if (event.key !== "Enter" || !this.search.value.trim()) return;
      event.preventDefault();
      this.#add(this.#typed());
    });
  }

  /** What is typed but not added yet counts too, when nothing else was chosen. */
  chosen(): string[] {
    const typed = this.#typed();
    return typed && !this.#chosen.length ? [typed] : this.#chosen;
  }

  /** For another dimension they are others. */
  clear(): void {
    this.#chosen = [];
    this.search.value = "";
    this.ask();
  }

  /** Offers the values that fit what is typed. */
  ask(): void {
    this.#asking?.abort();
    this.#asking = new AbortController();
    this.#suggest(this.#asking.signal).catch((failure: unknown) => {
      if (!isAborted(failure)) this.#show([]);
    });
  }

  /** The typed text as a value. Countries and goals have names for it: the first that fits. */
  #typed(): string {
    const typed = this.search.value.trim();
    return typed && CLOSED.includes(this.dimension()) ? (this.#suggested[0] ?? "") : typed;
  }

  #add(value: string): void {
    if (value && !this.#chosen.includes(value)) this.#chosen.push(value);
    this.search.value = "";
    this.ask();
  }

  async #suggest(signal: AbortSignal): Promise<void> {
    const dimension = this.dimension();
    const typed = this.search.value.trim();
    if (dimension === PROPS) return this.#show([]);
    const filters = view().filters.filter((filter) => filter.dimension !== dimension);
    const contains = typed && !CLOSED.includes(dimension) ? [["contains", dimension, [typed]] as const] : [];
    const found = await query(
      { ...view(), filters },
      { metrics: ["visitors"], dimensions: [dimension], filters: contains as never, pagination: { limit: SUGGESTED * 4 } },
      signal,
    );
    const rows = found.results.map((row): [string, number] => [String(row.dimensions[0] ?? ""), Number(row.metrics[0])]);
    const like = typed.toLowerCase();
    this.#show(rows.filter(([value]) => !like || `${value} ${valueName(dimension, value)}`.toLowerCase().includes(like)).slice(0, SUGGESTED));
  }

  #show(rows: [string, number][]): void {
    this.#suggested = rows.map(([value]) => value);
    const others = rows.filter(([value]) => !this.#chosen.includes(value));
    const lines = [...this.#chosen.map((value): [string, number | undefined] => [value, undefined]), ...others];
    this.list.replaceChildren(...lines.map(([value, visitors]) => this.#line(value, visitors)));
  }

  #line(value: string, visitors: number | undefined): HTMLElement {
    const box = element("input");
    box.type = "checkbox";
    box.checked = this.#chosen.includes(value);
    box.addEventListener("change", () => {
      // What was typed has served to find it.
      this.search.value = "";
      this.#chosen = box.checked ? [...this.#chosen, value] : this.#chosen.filter((other) => other !== value);
    });
    const count = visitors === undefined ? "" : number(visitors);
    return element("li", "", element("label", "", box, element("span", "label", valueName(this.dimension(), value)), element("span", "figure", count)));
  }
}
