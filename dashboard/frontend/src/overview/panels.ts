/** The panels below the chart: tabs, nine rows each, and the way to the full table. */
import { element, find } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { tabs } from "../tabs.ts";
import { view, type View } from "../view/view.ts";
import { detailsLink, followDetails } from "./details.ts";
import { whenNear } from "./near.ts";
import { narrowed, PANELS, type Breakdown, type Group } from "./panels_list.ts";
import { hasHostnames, loadBreakdown, type Loaded } from "./panels_load.ts";
import { MapBody, nothing, showBars } from "./panels_show.ts";
import { PropertyPicker } from "./properties.ts";

/** Makes the panels; the function that is returned shows what is looked at in all of them. */
export function openPanels(): (view: View) => void {
  const panels = PANELS.map((group) => new BreakdownPanel(find(document, `[data-panel=${group.name}]`), group));
  followDetails();
  let shown = "";
  return ({ period, filters }) => {
    // Neither the comparison nor an open table changes what stands here.
    const wanted = JSON.stringify([period, filters]);
    if (wanted === shown) return;
    shown = wanted;
    for (const panel of panels) panel.refresh();
  };
}

class BreakdownPanel {
  readonly #panel: Panel<Loaded | undefined>;
  readonly #body: HTMLElement;
  readonly #wanted: () => void;
  readonly #map = new MapBody();
  readonly #picker = new PropertyPicker(() => this.#wanted());
  readonly #second = element("div", "second-row");
  #current: () => string = () => "";
  #inner = new Map<string, () => string>();
  #hostnames: boolean | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly group: Group,
  ) {
    this.#body = find(root, "[data-body]");
    this.#body.before(this.#second);
    this.#panel = new Panel(root, { load: (signal) => this.#load(signal), show: (loaded, body) => this.#show(loaded, body) });
    this.#wanted = whenNear(root, () => void this.#panel.refresh());
    this.#makeTabs();
  }

  refresh(): void {
    this.#wanted();
  }

  #makeTabs(): void {
    const list = this.group.tabs.filter(({ name }) => name !== "hostnames" || this.#hostnames);
    const made = tabs(list.map(({ name }) => ({ name, label: text(`tab.${name}`) })), this.#body, `overview.${this.group.name}`, () => this.#turn());
    this.#current = made.current;
    find(this.root, "[data-tabs]").replaceChildren(made.element);
    this.#secondRow();
  }

  #turn(): void {
    this.#secondRow();
    this.#wanted();
  }

  #tab(): Breakdown | Group {
    return this.group.tabs.find(({ name }) => name === this.#current()) ?? this.group.tabs[0]!;
  }

  /** Tabs inside of a tab, or the choice of a property. */
  #secondRow(): void {
    const tab = this.#tab();
    this.#second.replaceChildren();
    if ("tabs" in tab) {
      const made = tabs(tab.tabs.map(({ name }) => ({ name, label: text(`tab.${name}`) })), this.#body, `overview.${tab.name}`, () => this.#wanted());
      this.#inner.set(tab.name, made.current);
      this.#second.append(made.element);
    } else if (tab.name === "properties") this.#second.append(this.#picker.element);
    this.#second.hidden = !this.#second.childElementCount;
  }

  async #breakdown(signal: AbortSignal): Promise<{ breakdown: Breakdown | undefined; of: string }> {
    const tab = this.#tab();
    if (tab.name === "properties") return { breakdown: await this.#picker.choose(view(), signal), of: "" };
    if (!("tabs" in tab)) return narrowed(tab, view().filters);
    const name = this.#inner.get(tab.name)?.();
    return { breakdown: tab.tabs.find((each) => each.name === name) as Breakdown, of: "" };
  }

  async #load(signal: AbortSignal): Promise<Loaded | undefined> {
    const { breakdown } = await this.#breakdown(signal);
    if (!breakdown) return undefined;
    const [loaded] = await Promise.all([loadBreakdown(breakdown, view(), signal), breakdown.as === "map" ? this.#map.prepare() : undefined]);
    return loaded;
  }

  #show(loaded: Loaded | undefined, body: HTMLElement): HTMLElement | undefined {
    if (this.group.name === "pages") this.#lookForHostnames();
    const more = find(this.root, "[data-more]");
    more.replaceChildren();
    if (!loaded) return this.#picker.nothing();
    const { breakdown, lines, total } = loaded;
    if (!lines.length) return nothing(breakdown.dimension);
    more.append(detailsLink(breakdown.details ?? breakdown.name, text("panels.details"), total > lines.length ? number(total) : ""));
    const tab = this.#tab();
    const of = "tabs" in tab ? "" : narrowed(tab, view().filters).of;
    body.replaceChildren(...(breakdown.as === "map" ? this.#map.show(loaded) : [showBars(loaded, of)]));
    return undefined;
  }

  /** Most sites have one hostname: then a list of them says nothing. */
  #lookForHostnames(): void {
    if (this.#hostnames !== undefined) return;
    this.#hostnames = false;
    void hasHostnames(view()).then(
      (several) => {
        this.#hostnames = several;
        if (!several) return;
        const before = this.#current();
        this.#makeTabs();
        if (this.#current() !== before) this.#wanted();
      },
      // The next answer asks again.
      () => (this.#hostnames = undefined),
    );
  }
}
