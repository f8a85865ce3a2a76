/** What an event carries, and who does it: the values of one dimension as bars. */
import { bars } from "../bars.ts";
import { dimensionName, PROPS } from "../dimension.ts";
import { element, find } from "../dom.ts";
import { number, share } from "../format.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import type { Answer } from "../stats.ts";
import { tabs } from "../tabs.ts";
import { setParameters, view } from "../view/view.ts";
import { breakdown, type Property } from "./asking.ts";
import { chosenProperty, percentOf } from "./choice.ts";

const ROWS = 12;
const WHO = ["event:page", "visit:source", "visit:country", "visit:device"] as const;

abstract class Breakdown {
  readonly root: HTMLElement;
  readonly #panel: Panel<Answer>;
  protected event = "";
  protected visitors = 0;

  constructor(name: string) {
    this.root = find(document, `[data-panel=${name}]`);
    this.#panel = new Panel(this.root, {
      load: (signal) => breakdown(view(), this.event, this.dimension(), ROWS, signal),
      show: (found, body) => body.replaceChildren(...rows(this.dimension(), found, this.visitors)),
    });
  }

  protected abstract dimension(): string;

  refresh(): void {
    void this.#panel.refresh();
  }
}

/** The values of one property; which properties there are stands above them. */
export class Properties extends Breakdown {
  readonly #names = find(this.root, "[data-names]");
  #known: readonly Property[] = [];
  #shown = "";

  constructor() {
    super("properties");
  }

  show(event: string, visitors: number, known: readonly Property[]): void {
    [this.event, this.visitors, this.#known] = [event, visitors, known];
    this.#choices();
    this.#shown = this.dimension();
    if (known.length) return this.refresh();
    find(this.root, "[data-body]").replaceChildren(element("p", "empty", text("events.noProperties")));
    this.root.removeAttribute("aria-busy");
  }

  /** Another property may have been chosen. */
  update(): void {
    if (!this.#known.length || this.dimension() === this.#shown) return;
    this.#choices();
    this.#shown = this.dimension();
    this.refresh();
  }

  protected override dimension(): string {
    return PROPS + (chosenProperty(this.#known.map(({ name }) => name)) ?? "");
  }

  #choices(): void {
    const chosen = this.dimension().slice(PROPS.length);
    const buttons = this.#known.map((property) => {
      const button = element("button", "property-name", property.name, element("small", "", number(property.events)));
      button.type = "button";
      button.title = text("events.propertyHint", { name: property.name, events: number(property.events), values: number(property.values) });
      button.setAttribute("aria-pressed", String(property.name === chosen));
      button.addEventListener("click", () => {
        setParameters({ property: property.name });
        // The choices are made anew; the focus stays where it was.
        [...this.#names.querySelectorAll<HTMLElement>("button")].find((each) => each.firstChild?.textContent === property.name)?.focus();
      });
      return button;
    });
    this.#names.replaceChildren(...buttons);
    this.#names.hidden = !buttons.length;
  }
}

/** Where the event happens and who does it, by tabs. */
export class Who extends Breakdown {
  readonly #tabs;

  constructor() {
    super("who");
    const list = WHO.map((dimension) => ({ name: dimension.replace(":", "-"), label: dimensionName(dimension) }));
    this.#tabs = tabs(list, find(this.root, "[data-body]"), "event-who", () => this.refresh());
    find(this.root, "[data-tabs]").append(this.#tabs.element);
  }

  show(event: string, visitors: number): void {
    [this.event, this.visitors] = [event, visitors];
    this.refresh();
  }

  protected override dimension(): string {
    return this.#tabs.current().replace("-", ":");
  }
}

function rows(dimension: string, { results, meta }: Answer, visitors: number): HTMLElement[] {
  const most = Math.max(1, ...results.map(({ metrics }) => Number(metrics[0])));
  const lines = results.map(({ dimensions, metrics }) => {
    const done = element("span", "", number(Number(metrics[0])));
    done.title = text("events.ofVisitors", { share: share(percentOf(Number(metrics[0]), visitors)) });
    return { value: dimensions[0] ?? "", share: Number(metrics[0]) / most, figures: [number(Number(metrics[1])), done] };
  });
  if (!lines.length) return [element("p", "empty", text("events.nothing"))];
  const more = (meta.total_rows ?? 0) - lines.length;
  const hint = more > 0 ? [element("p", "hint", text("events.moreValues", { n: number(more) }))] : [];
  return [bars(dimension, lines, [dimensionName(dimension), text("events.total"), text("metric.visitors")]), ...hint];
}

