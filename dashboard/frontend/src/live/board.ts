/** A ranked list: label, bar, number. */
import { element, find, setText } from "../dom.ts";
import { number } from "../format.ts";
import { KeyedList, type Row } from "../keyed.ts";
import { counted } from "../messages.ts";
import type { Ranked } from "./types.ts";

export interface Label {
  element: Element;
  show(value: string): void;
}

/** A label that is text alone. */
export function plainLabel(say: (value: string) => string): () => Label {
  return () => {
    const label = element("span", "label");
    return {
      element: label,
      show(value) {
        setText(label, say(value));
        label.title = say(value);
      },
    };
  };
}

export class Board {
  readonly #list: KeyedList<Ranked>;
  #most = 1;

  constructor(
    private readonly root: ParentNode,
    private readonly name: string,
    private readonly makeLabel: () => Label,
    private readonly rows: number,
  ) {
    this.#list = new KeyedList(find(root, `[data-${name}]`), (row) => row.value, () => this.#row());
  }

  show(ranked: readonly Ranked[]): void {
    this.#most = Math.max(1, ...ranked.map((row) => row.visitors));
    this.#list.show(ranked.slice(0, this.rows));
    find(this.root, `[data-empty="${this.name}"]`).hidden = ranked.length > 0;
  }

  #row(): Row<Ranked> {
    const label = this.makeLabel();
    const figure = element("span", "figure");
    const bar = element("span", "bar-fill");
    const row = element("li", "bar-row-item", bar, label.element, figure);
    return {
      element: row,
      update: ({ value, visitors }) => {
        label.show(value);
        setText(figure, number(visitors));
        figure.title = counted("visitors", visitors);
        bar.style.setProperty("--share", String(visitors / this.#most));
      },
    };
  }
}
