/** Making and changing a filter: dimension, operator, and values that the site really has. */
import { openDialog } from "../dialog.ts";
import { dimensionName, GROUPS, PROPS } from "../dimension.ts";
import { element } from "../dom.ts";
import { Mistake } from "../form/checked.ts";
import { field, input, select } from "../form/fields.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { FilterValues } from "./filter_values.ts";
import { MOST_PROPERTY, operatorsOf, replaced, type Filter, type Operator } from "./filters.ts";
import { look, view } from "./view.ts";

/** Opens the dialog; what is chosen is looked at. Without `old` a new filter is made. */
export function editFilter(old?: Filter, dimension = old?.dimension ?? "event:page"): void {
  const dialog = openDialog(text(old ? "filter.change" : "filter.add"), "small");
  const editor = new Editor(old ?? { operator: "is", dimension, values: [] });
  formIn(dialog, editor.content, { save: () => look({ filters: replaced(view().filters, old, editor.filter()) }), label: text("dialog.apply") });
  editor.start();
}

class Editor {
  readonly content: HTMLElement[];
  readonly #dimension = select("dimension", [], "");
  readonly #operator = select("operator", [], "");
  readonly #property: HTMLInputElement;
  readonly #propertyField: HTMLElement;
  readonly #values: FilterValues;

  constructor({ dimension, operator, values }: Filter) {
    const isProperty = dimension.startsWith(PROPS);
    for (const [group, dimensions] of GROUPS) this.#dimension.append(options(text(`group.${group}`), dimensions));
    this.#dimension.append(new Option(text("filter.property"), PROPS));
    this.#dimension.value = isProperty ? PROPS : dimension;
    this.#property = input("property", { value: isProperty ? dimension.slice(PROPS.length) : "", maxLength: MOST_PROPERTY });
    this.#propertyField = field(text("filter.propertyName"), this.#property);
    this.#values = new FilterValues(values, () => this.#wanted());
    this.#offer(operator);
    this.content = [
      field(text("filter.dimension"), this.#dimension),
      this.#propertyField,
      field(text("filter.operator"), this.#operator),
      field(text("filter.values"), this.#values.search, text("filter.valuesHint")),
      this.#values.list,
    ];
  }

  start(): void {
    const other = () => {
      this.#offer(this.#operator.value);
      this.#values.clear();
    };
    this.#dimension.addEventListener("change", other);
    this.#property.addEventListener("change", other);
    this.#operator.addEventListener("change", () => this.#values.ask());
    this.#values.search.focus();
    this.#values.ask();
  }

  /** What was chosen. Throws `Mistake` where that is too little. */
  filter(): Filter {
    const dimension = this.#wanted();
    const values = this.#values.chosen();
    if (dimension === PROPS) throw new Mistake(text("filter.noProperty"), "property");
    if (!values.length) throw new Mistake(text("filter.empty"), "values");
    return { operator: this.#operator.value as Operator, dimension, values };
  }

  /** The operators that the dimension takes, with this one chosen if it is among them. */
  #offer(chosen: string): void {
    const possible = operatorsOf(this.#wanted());
    this.#operator.replaceChildren(...possible.map((each) => new Option(text(`operator.${each}`), each, false, each === chosen)));
    this.#propertyField.hidden = this.#dimension.value !== PROPS;
  }

  #wanted(): string {
    return this.#dimension.value === PROPS ? PROPS + this.#property.value.trim() : this.#dimension.value;
  }
}

function options(label: string, dimensions: readonly string[]): HTMLOptGroupElement {
  const group = element("optgroup");
  group.label = label;
  group.append(...dimensions.map((dimension) => new Option(dimensionName(dimension), dimension)));
  return group;
}
