/** A full table in a dialog: searched, sorted, turned page by page, and saved as a file. */
import { isAborted, said } from "../ask.ts";
import { openDialog, type Dialog } from "../dialog.ts";
import { dimensionName } from "../dimension.ts";
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { has, text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { site } from "../site.ts";
import { csv, download, pager, table, type Order } from "../table.ts";
import { view } from "../view/view.ts";
import { compareName, periodName } from "../view/words.ts";
import { columnsOf, fileColumns } from "./details_columns.ts";
import { DetailRows, type Rows, type Wanted } from "./details_rows.ts";
import type { Breakdown } from "./panels_list.ts";
import { nothing } from "./panels_show.ts";

const LIMIT = 100;
const TYPING_MS = 200;

/** As the panel or its tab is called, where that says enough by itself. */
function titleOf({ name, dimension }: Breakdown): string {
  const known = [`details.${name}`, `tab.${name}`].find(has);
  return known && !name.startsWith("utm_") ? text(known) : dimensionName(dimension);
}

export class DetailsDialog {
  readonly name: string;
  readonly #dialog: Dialog;
  readonly #panel: Panel<Rows>;
  readonly #search = element("input", "details-search");
  readonly #save = element("button", "button quiet", text("table.csv"));
  readonly #hint = element("p", "hint");
  readonly #saving = new AbortController();
  #rows: DetailRows;
  #wanted: Wanted;
  #looked = "";
  #waiting = 0;

  /** `closed` is called when it is gone, `chosen` when a row has filtered the page. */
  constructor(
    private readonly breakdown: Breakdown,
    closed: () => void,
    private readonly chosen: () => void,
  ) {
    this.name = breakdown.name;
    this.#dialog = openDialog(titleOf(breakdown), "wide", () => {
      this.#saving.abort();
      closed();
    });
    this.#dialog.element.dataset.table = breakdown.name;
    this.#rows = new DetailRows(breakdown, view());
    this.#wanted = { search: "", order: this.#order(), offset: 0, limit: LIMIT };
    const body = element("div", "details-rows", element("div", "skeleton", ...Array.from({ length: 9 }, () => element("span"))));
    body.dataset.body = "";
    const root = element("div", "panel details", body);
    this.#dialog.body.append(this.#tools(), this.#hint, root);
    this.#panel = new Panel(root, { load: (signal) => this.#rows.page(this.#wanted, signal), show: (rows, into) => this.#show(rows, into) });
    // On a touch screen the keyboard would cover the table.
    if (matchMedia("(pointer: fine)").matches) this.#search.focus();
    this.look();
  }

  /** Shows what the page looks at by now. */
  look(): void {
    const { period, compare, filters } = view();
    const looked = JSON.stringify([period, compare, filters]);
    if (looked === this.#looked) return;
    this.#looked = looked;
    this.#rows = new DetailRows(this.breakdown, view());
    this.#wanted = { ...this.#wanted, order: this.#order(), offset: 0 };
    const compared = compare.mode === "none" || period.name === "all" ? "" : text("compare.with", { period: compareName(compare) });
    this.#hint.textContent = [periodName(period, site().today), compared].filter(Boolean).join(" · ");
    void this.#panel.refresh();
  }

  close(): void {
    this.#dialog.close();
  }

  #order(): Order {
    return { by: this.#rows.metrics[0] ?? "visitors", direction: "desc" };
  }

  #tools(): HTMLElement {
    Object.assign(this.#search, { type: "search", placeholder: text("details.search"), autocomplete: "off", maxLength: 500 });
    this.#search.setAttribute("aria-label", text("details.search"));
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#waiting = window.setTimeout(() => this.#ask({ search: this.#search.value.trim(), offset: 0 }), TYPING_MS);
    });
    this.#save.type = "button";
    this.#save.addEventListener("click", () => void this.#download());
    return element("div", "details-tools", this.#search, this.#save);
  }

  #ask(change: Partial<Wanted>): void {
    this.#wanted = { ...this.#wanted, ...change };
    void this.#panel.refresh();
  }

  #show(rows: Rows, body: HTMLElement): string | HTMLElement | undefined {
    const { dimension } = this.breakdown;
    this.#save.disabled = !rows.lines.length;
    if (!rows.lines.length) return this.#wanted.search ? text("details.notFound") : nothing(dimension);
    const columns = columnsOf(rows, this.#rows.metrics, dimension, this.chosen);
    const [sorted, turned] = ["thead", ".pager"].map((part) => body.querySelector(part)?.contains(document.activeElement));
    const made = table(columns, rows.lines, dimensionName(dimension), this.#wanted.order, (order) => this.#ask({ order, offset: 0 }));
    body.replaceChildren(made, pager(this.#wanted.offset, LIMIT, rows.total, (offset) => this.#ask({ offset })));
    // The element that had the focus is gone; its successor has it now.
    if (sorted) made.querySelector<HTMLElement>("th[aria-sort] button")?.focus();
    if (turned) made.focus();
    return undefined;
  }

  async #download(): Promise<void> {
    this.#save.disabled = true;
    const tell = (done: number, total: number): void => {
      this.#save.textContent = text("details.progress", { done: number(done), total: number(total) });
    };
    try {
      const lines = await this.#rows.every(this.#wanted, this.#saving.signal, tell);
      const { all, warnings, comparable } = await this.#rows.page({ ...this.#wanted, limit: 1, offset: 0 }, this.#saving.signal);
      const rows = { lines, total: lines.length, all, warnings, comparable };
      const columns = fileColumns(rows, this.#rows.metrics, this.breakdown.dimension, lines);
      download(`${site().domain}-${this.name.replaceAll(/[^\w-]+/g, "-")}.csv`, csv(columns, lines));
      this.#save.textContent = text("table.csv");
    } catch (failure) {
      if (isAborted(failure)) return;
      this.#save.textContent = said(failure);
    } finally {
      this.#save.disabled = false;
    }
  }
}
