/** How fast pages are for their visitors: the web vitals, their course, and what makes the difference. */
import { dimensionName, valueName } from "../dimension.ts";
import { element, find } from "../dom.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { site } from "../site.ts";
import { report } from "../stats.ts";
import { switchOf } from "../switch.ts";
import { csv, download, pager, table, type Order } from "../table.ts";
import { tabs } from "../tabs.ts";
import { openReport } from "../view/bar.ts";
import { parameter, setParameter, view, type Interval } from "../view/view.ts";
import { resolution } from "../vitals/axis.ts";
import { cards } from "../vitals/cards.ts";
import { Course } from "../vitals/course.ts";
import { columns, DEFAULT, DIMENSIONS, fileColumns, fileRows, MOST, sorted } from "../vitals/groups.ts";
import { METRICS, PERCENTILES, type Metric, type Percentile, type Vitals } from "../vitals/metrics.ts";

const ROWS = 25;
const root = find(document, ".report-vitals");
const [courseRoot, groupsRoot] = [find(root, "[data-panel=course]"), find(root, "[data-panel=groups]")];
const save = find<HTMLButtonElement>(groupsRoot, "[data-csv]");
const how = find(root, "[data-how]");
let course: Course | undefined;
let [order, offset]: [Order, number] = [DEFAULT, 0];
/** Metric, percentile and order are only other ways to look at the same answers. */
const kept = new Map<string, { question: string; answer: Vitals }>();

const percentiles = switchOf(
  text("vitals.percentile"),
  PERCENTILES.map((value) => ({ value, label: value, title: text(`vitals.${value}`) })),
  (value) => setParameter("percentile", value === "p75" ? null : value),
);
find(root, "[data-percentiles]").append(percentiles.element);

const figures = new Panel<Vitals>(find(root, "[data-panel=vitals]"), {
  load: (signal) => asked("vitals", { interval: view().interval ?? null }, signal),
  show: (answer, body) => {
    const none = !answer.vitals.length;
    for (const part of [courseRoot, groupsRoot, percentiles.element]) part.hidden = none;
    how.hidden = !none;
    if (none) return how;
    const focused = body.contains(document.activeElement);
    body.replaceChildren(cards(answer.vitals, percentile(), metric(), (chosen) => setParameter("metric", chosen, "replace")));
    if (focused) body.querySelector<HTMLElement>(".chosen .vital-name")?.focus();
    course ??= new Course(find(courseRoot, "[data-body]"));
    courseRoot.removeAttribute("aria-busy");
    find(courseRoot, "h2").textContent = text("vitals.courseOf", { metric: `${metric()} · ${percentile()}` });
    course.show(answer, metric(), percentile(), interval(answer));
    return undefined;
  },
});

const dimensions = tabs(DIMENSIONS.map((name) => ({ name, label: dimensionName(name) })), find(groupsRoot, "[data-body]"), "vitals", () => {
  [order, offset] = [DEFAULT, 0];
  void groups.refresh();
});
find(groupsRoot, "[data-tabs]").append(dimensions.element);

const groups = new Panel<Vitals>(groupsRoot, {
  load: (signal) => {
    save.disabled = true;
    return asked("groups", { by: dimensions.current(), pagination: { limit: MOST } }, signal);
  },
  show: (answer, body) => {
    save.disabled = !answer.groups.length;
    if (!answer.groups.length) return text("vitals.none");
    showGroups(answer, body);
    return undefined;
  },
});

save.addEventListener("click", () => {
  const answer = kept.get("groups")?.answer;
  const dimension = dimensions.current();
  if (answer) download(`web-vitals-${site().domain}-${dimension.split(":")[1]}.csv`, csv(fileColumns(dimension), fileRows(answer.groups)));
});

keepPrintedLine();
openReport(() => {
  percentiles.update(percentile());
  void figures.refresh();
  void groups.refresh();
});

/** The report's answer; the same question is not asked twice in a row. */
async function asked(part: string, wanted: Record<string, unknown>, signal: AbortSignal): Promise<Vitals> {
  const question = JSON.stringify([view().period, view().filters, wanted]);
  const before = kept.get(part);
  if (before?.question === question) return before.answer;
  offset = 0;
  kept.delete(part);
  const answer = await report<Vitals>("vitals", view(), wanted, signal);
  kept.set(part, { question, answer });
  return answer;
}

function showGroups(answer: Vitals, body: HTMLElement): void {
  const dimension = dimensions.current();
  const again = () => showGroups(answer, body);
  const rows = sorted(answer.groups, order, percentile(), (value) => valueName(dimension, value));
  const caption = text("vitals.byOf", { dimension: dimensionName(dimension) });
  const made = table(columns(dimension, percentile()), rows.slice(offset, offset + ROWS), caption, order, (wanted) => {
    [order, offset] = [wanted, 0];
    again();
    body.querySelector<HTMLElement>("[aria-sort] .sort")?.focus();
  });
  const turn = pager(offset, ROWS, rows.length, (to) => {
    offset = to;
    again();
    body.querySelector<HTMLElement>(".table-scroll")?.focus();
  });
  body.replaceChildren(made, ...(rows.length > ROWS ? [turn] : []));
  if (answer.total > rows.length) body.append(element("p", "hint", text("vitals.most")));
}

function metric(): Metric {
  return METRICS.find((each) => each === parameter("metric")) ?? "LCP";
}

function percentile(): Percentile {
  return PERCENTILES.find((each) => each === parameter("percentile")) ?? "p75";
}

function interval(answer: Vitals): Interval {
  return view().interval ?? resolution(answer.meta.date_range);
}
