/** Lists that change often: elements are kept by key, moved where needed, and never built twice. */
export interface Row<T> {
  element: Element;
  update(item: T): void;
}

export class KeyedList<T> {
  readonly #rows = new Map<string, Row<T>>();

  constructor(
    private readonly parent: Element,
    private readonly keyOf: (item: T) => string,
    private readonly make: () => Row<T>,
  ) {}

  show(items: readonly T[]): void {
    const wanted = new Set(items.map(this.keyOf));
    for (const [key, row] of this.#rows) {
      if (wanted.has(key)) continue;
      row.element.remove();
      this.#rows.delete(key);
    }
    let next = this.parent.firstElementChild;
    for (const item of items) {
      const row = this.#row(this.keyOf(item));
      row.update(item);
      if (row.element === next) next = next.nextElementSibling;
      else this.parent.insertBefore(row.element, next);
    }
  }

  #row(key: string): Row<T> {
    const known = this.#rows.get(key);
    if (known) return known;
    const row = this.make();
    this.#rows.set(key, row);
    return row;
  }
}
