/** Making and changing a filter: dimension, operator, and values that the site really has. */
import { isAborted, said } from "../ask.ts";
import { field, formIn, openDialog } from "../dialog.ts";
import { dimensionName, GROUPS, PROPS, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { query } from "../stats.ts";
import { operatorsOf, replaced, type Filter, type Operator } from "./filters.ts";
import { look, view } from "./view.ts";

const SUGGESTED = 12;
const TYPING_MS = 200;
/** Dimensions whose values are a list: a part of a name is none of them. */
const CLOSED = ["event:goal", "visit:country"];

/** Opens the dialog; what is chosen is looked at. Without `old` a new filter is made. */
export function editFilter(old?: Filter, dimension = old?.dimension ?? "event:page"): void {
  const dialog = openDialog(text(old ? "filter.change" : "filter.add"), "small");
  const editor = new Editor(old ?? { operator: "is", dimension, values: [] });
  const save = () => {
    const made = editor.filter();
    if (!made.values.length || made.dimension === PROPS) throw new Error(text("filter.empty"));
    look({ filters: replaced(view().filters, old, made) });
  };
  const form = formIn(dialog, text("dialog.apply"), save, (failure) => (failure instanceof Error ? failure.message : said(failure)));
  form.prepend(...editor.fields);
  editor.start();
}

class Editor {
  readonly fields: HTMLElement[];
  readonly #dimension = element("select");
  readonly #property = element("input");
  readonly #operator = element("select");
  readonly #search = element("input");
  readonly #list = element("ul", "options");
  readonly #propertyField: HTMLElement;
  #values: string[];
  #suggested: string[] = [];
  #asking: AbortController | undefined;
  #waiting = 0;

  constructor({ dimension, operator, values }: Filter) {
    this.#values = [...values];
    const isProperty = dimension.startsWith(PROPS);
    for (const [group, dimensions] of GROUPS) this.#dimension.append(options(text(`group.${group}`), dimensions));
    this.#dimension.append(new Option(text("filter.property"), PROPS));
    this.#dimension.value = isProperty ? PROPS : dimension;
    this.#property.value = isProperty ? dimension.slice(PROPS.length) : "";
    this.#property.maxLength = 300;
    this.#offer(operator);
    this.#search.type = "search";
    this.#search.autocomplete = "off";
    this.#propertyField = field(text("filter.propertyName"), this.#property);
    this.#list.setAttribute("aria-label", text("filter.values"));
    this.fields = [
      field(text("filter.dimension"), this.#dimension),
      this.#propertyField,
      field(text("filter.operator"), this.#operator),
      field(text("filter.values"), this.#search, text("filter.valuesHint")),
      this.#list,
    ];
  }

  start(): void {
    const other = () => {
      this.#values = [];
      this.#search.value = "";
      this.#offer(this.#operator.value);
      this.#ask();
    };
    this.#dimension.addEventListener("change", other);
    this.#property.addEventListener("change", other);
    this.#operator.addEventListener("change", () => this.#ask());
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#waiting = window.setTimeout(() => this.#ask(), TYPING_MS);
    });
    this.#search.addEventListener("keydown", (event) => {
      // Enter takes what was typed as a value; with nothing typed it applies the filter.
      if (event.key !== "Enter" || !this.#search.value.trim()) return;
      event.preventDefault();
      this.#add(this.#typed());
    });
    this.#search.focus();
    this.#ask();
  }

  /** What is typed but not added yet counts too, when nothing else was chosen. */
  filter(): Filter {
    const typed = this.#typed();
    const values = typed && !this.#values.length ? [typed] : this.#values;
    return { operator: this.#operator.value as Operator, dimension: this.#wanted(), values };
  }

  /** The typed text as a value. Countries and goals have names for it: the first that fits. */
  #typed(): string {
    const typed = this.#search.value.trim();
    return typed && CLOSED.includes(this.#wanted()) ? (this.#suggested[0] ?? "") : typed;
  }

  /** The operators that the dimension takes, with this one chosen if it is among them. */
  #offer(chosen: string): void {
    const possible = operatorsOf(this.#wanted());
    this.#operator.replaceChildren(...possible.map((each) => new Option(text(`operator.${each}`), each, false, each === chosen)));
  }

  #wanted(): string {
    return this.#dimension.value === PROPS ? PROPS + this.#property.value.trim() : this.#dimension.value;
  }

  #add(value: string): void {
    if (value && !this.#values.includes(value)) this.#values.push(value);
    this.#search.value = "";
    this.#ask();
  }

  #ask(): void {
    this.#propertyField.hidden = this.#dimension.value !== PROPS;
    this.#asking?.abort();
    this.#asking = new AbortController();
    this.#suggest(this.#asking.signal).catch((failure: unknown) => {
      if (!isAborted(failure)) this.#show([]);
    });
  }

  async #suggest(signal: AbortSignal): Promise<void> {
    const dimension = this.#wanted();
    const typed = this.#search.value.trim();
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
    const dimension = this.#wanted();
    this.#suggested = rows.map(([value]) => value);
    const others = rows.filter(([value]) => !this.#values.includes(value));
    const lines = [...this.#values.map((value): [string, number | undefined] => [value, undefined]), ...others];
    this.#list.replaceChildren(...lines.map(([value, visitors]) => this.#line(dimension, value, visitors)));
  }

  #line(dimension: string, value: string, visitors: number | undefined): HTMLElement {
    const box = element("input");
    box.type = "checkbox";
    box.checked = this.#values.includes(value);
    box.addEventListener("change", () => {
      // What was typed has served to find it.
      this.#search.value = "";
      this.#values = box.checked ? [...this.#values, value] : this.#values.filter((other) => other !== value);
    });
    const count = visitors === undefined ? "" : number(visitors);
    return element("li", "", element("label", "", box, element("span", "label", valueName(dimension, value)), element("span", "figure", count)));
  }
}

function options(label: string, dimensions: readonly string[]): HTMLOptGroupElement {
  const group = element("optgroup");
  group.label = label;
  group.append(...dimensions.map((dimension) => new Option(dimensionName(dimension), dimension)));
  return group;
}
