/** The full table behind a panel, in a dialog that the URL names (`details=NAME`): a link to it works, Back closes it. */
import { isAborted, said } from "../ask.ts";
import { openDialog, type Dialog } from "../dialog.ts";
import { dimensionName } from "../dimension.ts";
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { site } from "../site.ts";
import { csv, download, pager, table, type Order } from "../table.ts";
import { inPage } from "../view/menu.ts";
import { onLook, parameter, setParameter, view } from "../view/view.ts";
import { compareName, periodName } from "../view/words.ts";
import { columnsOf, fileColumns } from "./details_columns.ts";
import { DetailRows, type Rows, type Wanted } from "./details_rows.ts";
import { named, type Breakdown } from "./panels_list.ts";

const PARAMETER = "details";
const LIMIT = 100;
const TYPING_MS = 200;

let open: Details | undefined;
/** The URL that a click on a link here led to: closing goes back from it. */
let led = "";

/** `Details`, with how many rows there are. */
export function detailsLink(name: string, label: string, count: string): HTMLElement {
  const parameters = new URLSearchParams(location.search);
  parameters.set(PARAMETER, name);
  const link = element("a", "more", label);
  if (count) link.append(" ", element("span", "count", count));
  link.href = `?${parameters}`;
  inPage(link, () => {
    setParameter(PARAMETER, name);
    led = location.href;
  });
  return link;
}

/** Opens and closes the table as the URL says, now and from now on. */
export function followDetails(): void {
  onLook(follow);
  follow();
}

function follow(): void {
  const name = parameter(PARAMETER);
  const breakdown = name ? named(name) : undefined;
  if (open && open.name === breakdown?.name) return open.look();
  open?.close();
  open = breakdown ? new Details(breakdown) : undefined;
}

/** Called when the dialog is closed by the reader: the URL follows. */
function left(): void {
  open = undefined;
  if (parameter(PARAMETER) === null) return;
  if (location.href === led) history.back();
  else setParameter(PARAMETER, null);
}

class Details {
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

  constructor(private readonly breakdown: Breakdown) {
    this.name = breakdown.name;
    this.#dialog = openDialog(dimensionName(breakdown.dimension), "wide", () => {
      this.#saving.abort();
      if (open === this) left();
    });
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
    open = undefined;
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

  #show(rows: Rows, body: HTMLElement): string | undefined {
    this.#save.disabled = !rows.lines.length;
    if (!rows.lines.length) return text(this.#wanted.search ? "details.notFound" : "panels.none");
    const { dimension } = this.breakdown;
    const columns = columnsOf(rows, this.#rows.metrics, dimension, () => setParameter(PARAMETER, null, "replace"));
    const sorted = document.activeElement?.closest(".details-rows thead") !== null && document.activeElement !== null;
    const turned = document.activeElement?.closest(".details-rows .pager") ? true : false;
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
      const { all, warnings } = await this.#rows.page({ ...this.#wanted, limit: 1, offset: 0 }, this.#saving.signal);
      const rows = { lines, total: lines.length, all, warnings };
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
