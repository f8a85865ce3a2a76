/** The visits of a site, one by one. */
import { isAborted, Refused, said } from "../ask.ts";
import { button, find, setText } from "../dom.ts";
import { number } from "../format.ts";
import { counted, text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { nothing } from "../sessions/empty.ts";
import { exportVisits, MOST_ROWS } from "../sessions/export.ts";
import { orderChoice, visitTable } from "../sessions/list.ts";
import { liveVisits } from "../sessions/now.ts";
import { Opening } from "../sessions/opening.ts";
import { parseOffset, parseOrder, PER_PAGE, writeOrder } from "../sessions/order.ts";
import type { VisitList } from "../sessions/types.ts";
import { report } from "../stats.ts";
import { pager, type Order } from "../table.ts";
import { toast } from "../toast.ts";
import { openReport } from "../view/bar.ts";
import { parameter, setParameters, view } from "../view/view.ts";

interface Shown extends VisitList {
  live: Set<string>;
}

const opening = new Opening();
const root = find(document, "[data-panel=sessions]");
const tools = find(root, "[data-tools]");
const total = find(root, "[data-total]");
const save = button("button quiet small", text("table.csv"));
let loaded = "";
let looked = "";

const order = () => parseOrder(parameter("order"));
const offset = () => parseOffset(parameter("offset"));
const reorder = (wanted: Order) => setParameters({ order: writeOrder(wanted), offset: null });
const turn = (to: number, how: "push" | "replace" = "push") => setParameters({ offset: to ? String(to) : null }, how);

const panel = new Panel<Shown>(root, { load, show });

async function load(signal: AbortSignal): Promise<Shown> {
  const { by, direction } = order();
  const pagination = { limit: PER_PAGE, offset: offset() };
  const [found, live] = await Promise.all([
    report<VisitList>("sessions", view(), { order_by: by, direction, pagination }, signal).catch((failure: unknown) => {
      // The list has become shorter than the page that the link names.
      if (failure instanceof Refused && failure.code === "invalid_pagination" && offset()) turn(0, "replace");
      throw failure;
    }),
    liveVisits(view(), signal),
  ]);
  return { ...found, live };
}

function show({ sessions, total: all, live }: Shown, body: HTMLElement): HTMLElement | undefined {
  setText(total, counted("visits.total", all));
  save.disabled = !all;
  save.title = all > MOST_ROWS ? text("visits.csvMost", { n: number(MOST_ROWS) }) : "";
  const place = offset();
  opening.list({
    visits: sessions,
    live,
    before: place ? () => turn(place - PER_PAGE, "replace") : undefined,
    after: place + PER_PAGE < all ? () => turn(place + PER_PAGE, "replace") : undefined,
  });
  if (!sessions.length) return nothing();
  const table = visitTable(sessions, { order: order(), reorder, live, now: Date.now(), open: (visit) => opening.open(visit) });
  const paging = pager(place, PER_PAGE, all, (to) => {
    turn(to);
    root.scrollIntoView({ block: "start" });
  });
  body.replaceChildren(table, paging);
  opening.update();
  return undefined;
}

function changed(): void {
  const looks = JSON.stringify(view());
  const fresh = looked !== "" && looked !== looks;
  looked = looks;
  // Another time or filter begins with the first page; the change of the URL comes back here.
  if (fresh && parameter("offset")) return turn(0, "replace");
  tools.replaceChildren(orderChoice(order(), reorder), save);
  const wanted = JSON.stringify([looks, order(), offset()]);
  if (wanted !== loaded) {
    loaded = wanted;
    void panel.refresh();
  }
  opening.update();
}

save.addEventListener("click", () => {
  save.disabled = true;
  const progress = (done: number, of: number) => setText(save, text("visits.saving", { done: number(done), total: number(of) }));
  exportVisits(order(), progress, new AbortController().signal)
    .catch((failure: unknown) => !isAborted(failure) && toast(said(failure)))
    .finally(() => {
      save.disabled = false;
      setText(save, text("table.csv"));
    });
});

keepPrintedLine();
openReport(changed);
