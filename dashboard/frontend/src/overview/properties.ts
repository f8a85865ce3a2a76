/** Which custom property is listed: those that the events looked at carry. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { report, type Meta } from "../stats.ts";
import type { View } from "../view/view.ts";
import { property, type Breakdown } from "./panels_list.ts";

const MOST = 100;

interface PropertiesAnswer {
  properties: { name: string; events: number }[];
  meta: Meta;
}

export class PropertyPicker {
  readonly element: HTMLElement;
  readonly #select = element("select", "property-choice");

  constructor(chosen: () => void) {
    const label = element("span", "", text("panels.property"));
    this.element = element("label", "property-picker", label, this.#select);
    this.element.hidden = true;
    this.#select.addEventListener("change", chosen);
  }

  /** The property that was chosen, or the most frequent one; undefined when there are none. */
  async choose(view: View, signal: AbortSignal): Promise<Breakdown | undefined> {
    const { properties } = await report<PropertiesAnswer>("properties", view, { pagination: { limit: MOST } }, signal);
    const before = this.#select.value;
    this.#select.replaceChildren(...properties.map(({ name }) => new Option(name, name)));
    if (properties.some(({ name }) => name === before)) this.#select.value = before;
    this.element.hidden = !properties.length;
    return property(this.#select.value);
  }

  nothing(): HTMLElement {
    return element("p", "empty", text("panels.noProperties"));
  }
}
