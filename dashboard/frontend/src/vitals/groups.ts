/** The metrics by page, device or whatever else tells slow visits from fast ones. */
import { dimensionName, valueElement, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { number, share } from "../format.ts";
import { counted, text } from "../messages.ts";
import type { Column, Order } from "../table.ts";
import { toggled } from "../view/filters.ts";
import { inPage } from "../view/menu.ts";
import { hrefOf, look, view } from "../view/view.ts";
import { METRICS, rating, said, type Group, type Metric, type Percentile, type Vital } from "./metrics.ts";
import { shape } from "./rating.ts";

export const DIMENSIONS = ["event:page", "visit:device", "visit:country", "visit:browser", "visit:os", "visit:city", "visit:source", "event:hostname"] as const;
export const MOST = 1000;
/** With fewer samples a percentile says more about chance than about the page. */
const FEW = 10;

export const DEFAULT: Order = { by: "samples", direction: "desc" };

export function columns(dimension: string, percentile: Percentile): Column<Group>[] {
  return [
    { label: dimensionName(dimension), cell: ({ value }) => link(dimension, value), plain: ({ value }) => valueName(dimension, value), sort: "value" },
    ...METRICS.map((metric) => metricColumn(metric, percentile)),
    {
      label: text("vitals.measurements"),
      cell: ({ samples }) => number(samples),
      plain: ({ samples }) => samples,
      number: true,
      sort: "samples",
      hint: text("vitals.measurementsHint"),
    },
  ];
}

/** What a file has besides: all percentiles and shares, by number. */
export function fileColumns(dimension: string): Column<{ value: string; vital: Vital }>[] {
  const names = ["samples", "p50", "p75", "p90", "p99", "good", "needs_improvement", "poor"] as const;
  return [
    { label: dimensionName(dimension), cell: ({ value }) => valueName(dimension, value) },
    { label: text("vitals.metric"), cell: ({ vital }) => vital.metric },
    ...names.map((name) => ({ label: text(`vitals.csv.${name}`), cell: ({ vital }: { vital: Vital }) => String(vital[name]) })),
  ];
}

export const fileRows = (groups: readonly Group[]): { value: string; vital: Vital }[] =>
  groups.flatMap(({ value, vitals }) => vitals.map((vital) => ({ value, vital })));

/** The groups in the order that is asked for; those without the metric come last. */
export function sorted(groups: readonly Group[], { by, direction }: Order, percentile: Percentile, name: (value: string) => string): Group[] {
  const sign = direction === "asc" ? 1 : -1;
  if (by === "value") return [...groups].sort((one, other) => sign * name(one.value).localeCompare(name(other.value)));
  const key = (group: Group): number | undefined => (by === "samples" ? group.samples : of(group, by as Metric)?.[percentile]);
  return [...groups].sort((one, other) => {
    const [left, right] = [key(one), key(other)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (left - right);
  });
}

const of = (group: Group, metric: Metric): Vital | undefined => group.vitals.find((vital) => vital.metric === metric);

function metricColumn(metric: Metric, percentile: Percentile): Column<Group> {
  return {
    label: metric,
    cell: (group) => measured(of(group, metric), percentile),
    plain: (group) => of(group, metric)?.[percentile] ?? null,
    number: true,
    sort: metric,
    hint: text(`vitals.${metric}`),
  };
}

function measured(vital: Vital | undefined, percentile: Percentile): Node | string {
  if (!vital) return "–";
  const few = vital.samples < FEW;
  const made = element("span", `vital-cell${few ? " few" : ""}`, shape(rating(vital.metric, vital[percentile]), true), " ", said(vital.metric, vital[percentile]));
  made.title = `${counted("vitals.samples", vital.samples)} · ${text("vitals.share", { rating: text("vitals.good"), percent: share(vital.good) })}`;
  if (few) made.title += `\n${text("vitals.few")}`;
  return made;
}

/** A click looks at this value alone, another click at everything again. */
function link(dimension: string, value: string): HTMLElement {
  const filters = () => toggled(view().filters, dimension, value);
  const made = element("a", "vital-link", valueElement(dimension, value));
  made.href = hrefOf({ filters: filters() });
  made.title = text("filter.by", { value: valueName(dimension, value) });
  inPage(made, () => look({ filters: filters() }));
  return made;
}
