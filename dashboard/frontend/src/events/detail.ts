/** One event: its figures, their course over time, and whether it is a goal. */
import { element, find, setText } from "../dom.ts";
import { text } from "../messages.ts";
import { CourseChart } from "../overview/series.ts";
import { Panel } from "../panel.ts";
import { site } from "../site.ts";
import { intervals } from "../view/periods.ts";
import { look, view, type Interval } from "../view/view.ts";
import { oneEvent, type OneEvent } from "./asking.ts";
import { chosenFigure } from "./choice.ts";
import { goalControl } from "./goal.ts";
import { tiles } from "./tiles.ts";

export class EventDetail {
  readonly #root = find(document, "[data-panel=event]");
  readonly #parts = [...find(this.#root, "[data-body]").children] as HTMLElement[];
  readonly #panel: Panel<OneEvent>;
  readonly #chart: CourseChart;
  #name = "";
  #last: OneEvent | undefined;

  /** `told` gets what is known of the event, for the panels below. */
  constructor(told: (name: string, found: OneEvent) => void) {
    const body = find(this.#root, "[data-body]");
    const [box, table, select] = ["[data-series]", "[data-series-table]", "[data-intervals]"].map((name) => find(body, name)) as [HTMLElement, HTMLElement, HTMLSelectElement];
    this.#chart = new CourseChart(box, table, () => void this.#panel.refresh());
    select.addEventListener("change", () => look({ interval: select.value as Interval }));
    this.#panel = new Panel(this.#root, {
      load: (signal) => oneEvent(view(), this.#name, signal),
      show: (found, shown) => {
        this.#last = found;
        if (!shown.contains(box)) shown.replaceChildren(...this.#parts);
        this.draw();
        goalControl(find(this.#root, "[data-goal]"), this.#name, found.carried.revenue[0]?.currency ?? "");
        told(this.#name, found);
      },
    });
  }

  load(name: string): Promise<void> {
    this.#name = name;
    this.#root.hidden = false;
    setText(find(this.#root, "h2"), name);
    return this.#panel.refresh();
  }

  hide(): void {
    this.#root.hidden = true;
  }

  /** Another figure needs no other answer. */
  draw(): void {
    const found = this.#last;
    if (!found || !this.#parts[0]?.isConnected) return;
    find(this.#root, "[data-kpis]").replaceChildren(...tiles(found));
    const metric = chosenFigure();
    this.#chart.show({
      answer: found.course,
      interval: found.interval,
      notes: found.notes,
      figure: { metric, kind: "count" },
      place: metric === "visitors" ? 0 : 1,
      name: text(metric === "visitors" ? "metric.visitors" : "events.total"),
    });
    const select = find<HTMLSelectElement>(this.#root, "[data-intervals]");
    const possible = intervals(view().period, site().today);
    select.replaceChildren(...possible.map((each) => new Option(text(`interval.${each}`), each, false, each === found.interval)));
    select.disabled = possible.length < 2;
  }
}

/** How to send the first event. */
export function howTo(): HTMLElement {
  const code = 'liveinsight("event", "signup", {props: {plan: "pro"}})';
  const markup = '<button data-li-event="signup" data-li-prop-plan="pro">';
  const lines = [code, markup].map((line) => element("pre", "", element("code", "", line)));
  const made = element("div", "nothing how-to", element("p", "", text("events.none")), ...lines);
  if (!site().mayEdit) return made;
  const install = element("a", "button quiet small", text("events.install"));
  install.href = `/sites/${encodeURIComponent(site().key)}/install`;
  made.append(install);
  return made;
}
