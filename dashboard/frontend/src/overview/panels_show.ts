/** What stands in a panel: bars with their figures, the map, or why there is nothing. */
import { bars, type BarRow } from "../bars.ts";
import { dimensionName, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { country } from "../format.ts";
import { WorldMap } from "../map.ts";
import { counted, text } from "../messages.ts";
import { site } from "../site.ts";
import { filtersOn, toggled } from "../view/filters.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, view } from "../view/view.ts";
import { kindOf, say } from "./metrics.ts";
import type { Line, Loaded } from "./panels_load.ts";
import { nameOf, pageFilters } from "./panels_metrics.ts";

/** The name of a figure as the head of its column, and what it means. */
export function headOf(metric: string, dimension: string): { label: string; hint: string } {
  const name = nameOf(metric, dimension, pageFilters(dimension, view().filters));
  return { label: text(`column.${name}`), hint: text(`column.${name}.hint`) };
}

/** `of` is the browser or system whose versions these are. */
export function showBars(loaded: Loaded, of = ""): HTMLElement {
  const { breakdown, lines } = loaded;
  const { dimension } = breakdown;
  const most = Math.max(1, ...lines.map((line) => Number(line.metrics[0])));
  const rows = lines.map((line): BarRow => {
    const name = of ? { name: `${of} ${valueName(dimension, line.value)}` } : {};
    return { value: line.value, share: Number(line.metrics[0]) / most, figures: figuresOf(line, loaded), ...name };
  });
  const heads = inOrder(shown(loaded)).map((metric) => {
    const { label, hint } = headOf(metric, dimension);
    const head = element("span", `of-${metric}`, metric === SHARE ? "" : label);
    head.title = hint;
    return head;
  });
  return bars(dimension, rows, [of ? text("panels.versions", { name: of }) : dimensionName(dimension), ...heads]);
}

const SHARE = "percentage";

/** Between other figures the share of all would only be in the way; then it is said when the number is pointed at. */
const shown = ({ metrics }: Loaded): string[] => (metrics.length > 2 ? metrics.filter((metric) => metric !== SHARE) : metrics);

/** The figure that decides comes last, in bold. */
const inOrder = (metrics: readonly string[]): string[] => [...metrics.slice(1), ...metrics.slice(0, 1)];

function figuresOf({ metrics }: Line, loaded: Loaded): HTMLElement[] {
  const valueOf = (metric: string): string => say(metrics[loaded.metrics.indexOf(metric)], kindOf(metric));
  return inOrder(shown(loaded)).map((metric) => {
    const made = element("span", `of-${metric}`, valueOf(metric));
    const first = metric === loaded.metrics[0] && loaded.metrics.includes(SHARE);
    made.title = first ? text("panels.ofAll", { share: valueOf(SHARE) }) : headOf(metric, loaded.breakdown.dimension).hint;
    return made;
  });
}

/** The map stays when its figures change. */
export class MapBody {
  readonly #box = element("div", "map");
  readonly #summary = element("p", "hint map-summary");
  #map: WorldMap | undefined;
  #loaded: Loaded | undefined;

  async prepare(): Promise<void> {
    // A map that could not be loaded is tried again.
    const map = (this.#map ??= new WorldMap(this.#box, site().world, { say: (code) => this.#say(code), choose }));
    await map.ready.catch((failure: unknown) => {
      this.#map = undefined;
      throw failure;
    });
  }

  show(loaded: Loaded): HTMLElement[] {
    this.#loaded = loaded;
    const rows = loaded.lines.map(({ value, metrics }) => ({ value, visitors: Number(metrics[0]) }));
    this.#box.setAttribute("role", "img");
    this.#box.setAttribute("aria-label", text("panels.mapLabel"));
    this.#map?.show(rows, filtersOn(view().filters, "visit:country").flatMap(({ operator, values }) => (operator === "is" ? values : [])));
    const known = rows.filter(({ value }) => /^[A-Z]{2}$/.test(value)).length;
    this.#summary.textContent = known ? counted("panels.countries", known) : text("panels.noCountries");
    return [this.#box, this.#summary];
  }

  #say(code: string): string {
    const loaded = this.#loaded;
    const line = loaded?.lines.find(({ value }) => value === code);
    if (!loaded || !line) return country(code);
    const figures = loaded.metrics.map((metric, place) => `${say(line.metrics[place], kindOf(metric))} ${headOf(metric, "visit:country").label}`);
    return [country(code), ...figures].join(" · ");
  }
}

function choose(code: string): void {
  look({ filters: toggled(view().filters, "visit:country", code) });
}

/** Why there is nothing, and what can be done about it. */
export function nothing(dimension: string): HTMLElement {
  const made = element("div", "empty", element("p", "", reason(dimension)));
  if (view().filters.length) {
    const all = element("a", "", text("filter.clear"));
    all.href = hrefOf({ filters: [] });
    inPage(all, () => look({ filters: [] }));
    made.append(all);
  } else if (dimension === "event:goal" && site().mayEdit) {
    const set = element("a", "button quiet small", text("panels.setGoals"));
    set.href = `/sites/${encodeURIComponent(site().key)}/settings/goals`;
    made.append(set);
  }
  return made;
}

function reason(dimension: string): string {
  const name = dimension.replace(/^visit:utm_.*/, "utm").split(":")[1] ?? "utm";
  const reasons: Record<string, string> = { region: "panels.noPlaces", city: "panels.noPlaces", utm: "panels.noCampaigns", goal: "panels.noGoals", name: "panels.noEvents" };
  // What is never known is not missing because of the filters.
  if (view().filters.length && reasons[name] !== "panels.noPlaces") return text("panels.noneFiltered");
  return text(reasons[name] ?? "panels.none");
}
