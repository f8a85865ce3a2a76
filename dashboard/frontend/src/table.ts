/** Tables of rows from the server: sortable heads, pages, and the same rows as CSV. */
import { button, element } from "./dom.ts";
import { number } from "./format.ts";
import { text } from "./messages.ts";

export interface Column<T> {
  label: string;
  /** What stands in the cell. */
  cell(row: T): Node | string;
  /** What stands in the CSV file; the text of the cell when left out. */
  plain?(row: T): string | number | null;
  number?: boolean;
  /** Name to sort by; without it the column cannot be sorted. */
  sort?: string;
  hint?: string;
}

export interface Order {
  by: string;
  direction: "asc" | "desc";
}

/** A table with these rows. `reorder` is called with what a click on a head asks for. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], caption: string, order?: Order, reorder?: (order: Order) => void): HTMLElement {
  const heads = columns.map((column) => head(column, order, reorder));
  const lines = rows.map((row) => element("tr", "", ...columns.map((column, place) => cell(column, row, place === 0))));
  const made = element(
    "table",
    "data",
    element("caption", "visually-hidden", caption),
    element("thead", "", element("tr", "", ...heads)),
    element("tbody", "", ...lines),
  );
  const box = element("div", "table-scroll", made);
  // A box that scrolls has to be reachable by keyboard.
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  return box;
}

/** `1–100 of 2,345`, and buttons to the pages around. Nothing when one page holds all. */
export function pager(offset: number, limit: number, total: number, turn: (offset: number) => void): HTMLElement {
  const last = Math.min(offset + limit, total);
  const says = text("table.range", { from: number(total ? offset + 1 : 0), to: number(last), total: number(total) });
  const made = element("nav", "pager", element("span", "", says));
  made.setAttribute("aria-label", text("table.pages"));
  if (total <= limit && !offset) return made;
  made.append(turner(text("table.previous"), offset > 0, () => turn(Math.max(0, offset - limit))), turner(text("table.next"), last < total, () => turn(offset + limit)));
  return made;
}

/** RFC 4180, with a byte order mark, because spreadsheets take the file for another encoding without it. */
export function csv<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const lines = [columns.map((column) => column.label), ...rows.map((row) => columns.map((column) => plain(column, row)))];
  return "\ufeff" + lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
}

/** Lets the browser save this text as a file. */
export function download(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  const link = element("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** The head of a column; one that can be sorted by is a button. */
export function head<T>(column: Omit<Column<T>, "cell">, order: Order | undefined, reorder: ((order: Order) => void) | undefined): HTMLElement {
  const made = element("th", column.number ? "number" : "");
  made.scope = "col";
  if (column.hint) made.title = column.hint;
  const { sort } = column;
  if (!sort || !reorder) {
    made.append(column.label);
    return made;
  }
  const current = order?.by === sort ? order.direction : undefined;
  if (current) made.setAttribute("aria-sort", current === "asc" ? "ascending" : "descending");
  // Numbers are first wanted from the largest, words from the first letter.
  const next = current ? (current === "asc" ? "desc" : "asc") : column.number ? "desc" : "asc";
  made.append(button("sort", column.label, () => reorder({ by: sort, direction: next })));
  return made;
}

function cell<T>(column: Column<T>, row: T, first: boolean): HTMLElement {
  const content = column.cell(row);
  if (!first) return element("td", column.number ? "number" : "", content);
  const made = element("th", "", content);
  made.scope = "row";
  return made;
}

function turner(label: string, works: boolean, run: () => void): HTMLElement {
  const made = button("button quiet small", label, run);
  made.disabled = !works;
  return made;
}

function plain<T>(column: Column<T>, row: T): string {
  if (column.plain) return String(column.plain(row) ?? "");
  const content = column.cell(row);
  return typeof content === "string" ? content : (content.textContent ?? "");
}

/** A spreadsheet would run a text that begins like a formula; it comes from visitors. */
function quoted(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
