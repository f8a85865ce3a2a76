/** What happened in a visit, in order: pages with how they were read, events with what they carry. */
import { PROPS } from "../dimension.ts";
import { element } from "../dom.ts";
import { clock, duration, money, percent } from "../format.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { measurement, together } from "./measured.ts";
import { stopwatch, timed, type Timed } from "./timing.ts";
import type { Step } from "./types.ts";
import { filterLink } from "./values.ts";

/** Shorter than this between two steps, nothing is said about it. */
const PAUSE_MS = 1000;

/** `leave` is called before a click on a value filters the page. */
export function timelineItems(steps: readonly Step[], startedAt: number, leave: () => void, before?: Step): HTMLElement[] {
  return together(timed(steps, startedAt, before)).map((entry) => (Array.isArray(entry) ? measured(entry) : item(entry, leave)));
}

function item(entry: Timed, leave: () => void): HTMLElement {
  const { step, read } = entry;
  return row(step.type, entry, step.type === "event" ? event(step, leave) : page(step, read, leave));
}

/** Measurements in a row: one quiet line. */
function measured(entries: Timed[]): HTMLElement {
  const chips = entries.flatMap(({ step }) => {
    const found = measurement(step);
    return found ? [element("li", "prop", element("span", "prop-name", found.metric), " ", found.value)] : [];
  });
  return row("measured", entries[0]!, [element("ul", "props", ...chips)]);
}

function row(kind: string, { step, since, gap }: Timed, shown: Node[]): HTMLElement {
  const at = element("time", "step-at", stopwatch(since));
  at.dateTime = new Date(step.at).toISOString();
  at.title = text("visit.at", { time: clock(step.at, site().timeZone) });
  const times = element("div", "step-times", at);
  if (gap >= PAUSE_MS) {
    const pause = element("span", "step-gap", `+${duration(gap)}`);
    pause.title = text("visit.gapHint");
    times.append(pause);
  }
  const dot = element("span", "step-dot");
  dot.setAttribute("aria-hidden", "true");
  return element("li", `step-${kind}`, times, dot, element("div", "step-text", ...shown));
}

function page(step: Step, read: number | null, leave: () => void): Node[] {
  const shown: Node[] = [title(step, "event:page", step.page, leave)];
  if (step.type === "engagement") shown.push(element("p", "hint", text("visit.engagement")));
  if (read !== null) {
    const bars = [bar("visit.read", duration(Math.floor(step.engaged_s ?? 0) * 1000), read, "read")];
    if (step.scroll_pct !== null) bars.push(bar("visit.scrolled", percent(step.scroll_pct), step.scroll_pct / 100, "scrolled"));
    shown.push(element("div", "step-bars", ...bars));
  }
  return [...shown, ...carried(step, leave)];
}

function event(step: Step, leave: () => void): Node[] {
  const name = title(step, "event:name", step.name, leave);
  const kind = element("span", "step-kind", text("visit.event"));
  name.prepend(kind, " ");
  const where = element("span", "step-on", text("visit.on", { page: step.page }));
  where.title = step.page;
  return [name, ...(step.page ? [where] : []), ...carried(step, leave)];
}

function title(step: Step, dimension: string, value: string, leave: () => void): HTMLElement {
  const made = element("p", "step-title", value ? filterLink(dimension, value, leave) : text("page.unknown"));
  if (step.hostname && step.hostname !== site().domain) made.append(element("small", "step-host", step.hostname));
  return made;
}

/** Revenue and properties. */
function carried(step: Step, leave: () => void): Node[] {
  const chips = Object.entries(step.props).map(([name, value]) => {
    const link = filterLink(PROPS + name, value, leave);
    return element("li", "prop", element("span", "prop-name", name), " ", link);
  });
  const revenue = step.revenue ? [element("strong", "step-revenue", amount(step.revenue))] : [];
  return [...revenue, ...(chips.length ? [element("ul", "props", ...chips)] : [])];
}

function bar(name: string, value: string, share: number, className: string): HTMLElement {
  const fill = element("span", "meter-fill");
  fill.style.setProperty("--share", String(Math.max(0, Math.min(1, share))));
  const track = element("span", "meter", fill);
  track.setAttribute("aria-hidden", "true");
  const made = element("span", `step-bar ${className}`, track, element("span", "", text(name, { value })));
  made.title = text(`${name}Hint`);
  return made;
}

/** An amount whose currency is not one that the browser knows is shown as it is. */
function amount(revenue: { amount: string; currency: string }): string {
  try {
    return money(Number(revenue.amount), revenue.currency);
  } catch {
    return `${revenue.amount} ${revenue.currency}`;
  }
}
