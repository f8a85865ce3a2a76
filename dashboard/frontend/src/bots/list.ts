/** A table of bots in a card: sorted by a click on a head, page by page. */
import { element } from "../dom.ts";
import { pager, table, type Order } from "../table.ts";
import type { Bot } from "./bots.ts";
import { columns, DEFAULT, sorted } from "./table.ts";

const ROWS = 15;

/** Returns what shows these bots; where there are none it says `nothing`. */
export function listIn(body: HTMLElement, caption: string, nothing: string): (bots: readonly Bot[]) => void {
  let [order, offset]: [Order, number] = [DEFAULT, 0];
  const draw = (bots: readonly Bot[]): void => {
    if (!bots.length) return body.replaceChildren(element("p", "empty", nothing));
    const made = table(columns(), sorted(bots, order).slice(offset, offset + ROWS), caption, order, (wanted) => {
      [order, offset] = [wanted, 0];
      draw(bots);
      body.querySelector<HTMLElement>("[aria-sort] .sort")?.focus();
    });
    const turn = pager(offset, ROWS, bots.length, (to) => {
      offset = to;
      draw(bots);
      body.querySelector<HTMLElement>(".table-scroll")?.focus();
    });
    body.replaceChildren(made, ...(bots.length > ROWS ? [turn] : []));
  };
  return (bots) => {
    offset = 0;
    draw(bots);
  };
}
