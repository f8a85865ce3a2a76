/** The custom events of a site: which there are, and one of them more closely. */
import { button, element, find } from "../dom.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { eventList, type EventList } from "../events/asking.ts";
import { Properties, Who } from "../events/breakdowns.ts";
import { chosenEvent } from "../events/choice.ts";
import { EventDetail, howTo } from "../events/detail.ts";
import { EventBars } from "../events/list.ts";
import { keepPrintedLine } from "../printed.ts";
import { openReport } from "../view/bar.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, view } from "../view/view.ts";

const root = find(document, "[data-panel=events]");
const below = find(document, "[data-below]");
const save = button("button quiet small", text("table.csv"));
const list = new EventBars();
const properties = new Properties();
const who = new Who();
const detail = new EventDetail((name, { carried }) => {
  below.hidden = false;
  properties.show(name, carried.visitors, carried.properties);
  who.show(name, carried.visitors);
});
let known: EventList | undefined;
let looked = "";
let opened = "";

const panel = new Panel<EventList>(root, {
  load: (signal) => eventList(view(), signal),
  show: (found, body) => {
    known = found;
    save.disabled = !found.rows.length;
    open();
    if (!found.rows.length) return nothing();
    list.show(found, chosen(), body);
    return undefined;
  },
});

const chosen = () => chosenEvent((known?.rows ?? []).map(({ name }) => name));

/** Looks at the chosen event, unless it is looked at already. */
function open(): void {
  const name = chosen();
  root.classList.toggle("only", !name);
  if (!name) {
    detail.hide();
    below.hidden = true;
    opened = "";
    return;
  }
  const wanted = JSON.stringify([looked, name]);
  if (wanted === opened) {
    detail.draw();
    properties.update();
    return;
  }
  opened = wanted;
  void detail.load(name);
}

function nothing(): HTMLElement {
  if (!view().filters.length && view().period.name === "all") return howTo();
  const change = view().filters.length ? { filters: [] } : { period: { name: "all" as const } };
  const link = element("a", "button quiet small", text(view().filters.length ? "filter.clear" : "events.allTime"));
  link.href = hrefOf(change);
  inPage(link, () => look(change));
  const says = text(view().filters.length ? "events.noneFiltered" : "events.noneNow");
  return element("div", "nothing", element("p", "", says), link);
}

function changed(): void {
  const looks = JSON.stringify(view());
  if (looks !== looked) {
    looked = looks;
    void panel.refresh();
    // A link that names the event needs not wait for the list.
    if (chosenEvent([])) open();
    return;
  }
  open();
  if (known?.rows.length) list.show(known, chosen(), find(root, "[data-body]"));
}

save.addEventListener("click", () => list.save());
find(root, "[data-tools]").append(save);
keepPrintedLine({ compares: true });
openReport(changed, { compares: true });
