/** The columns of a full table: value, figures, their share of all and their change, on the page and in the CSV file. */
import { filterLink } from "../bars.ts";
import { dimensionName, valueName } from "../dimension.ts";
import { element } from "../dom.ts";
import { share } from "../format.ts";
import { text } from "../messages.ts";
import type { Column } from "../table.ts";
import { changeElement } from "./change.ts";
import { sayNoData } from "./compared.ts";
import type { DetailLine, Rows } from "./details_rows.ts";
import { kindOf, plain, say } from "./metrics.ts";
import { headOf } from "./panels_show.ts";

/** A rise of these is no good news. */
const INVERSE = ["bounce_rate", "exit_rate"];
/** Their change is told in points, as they are percentages themselves. */
const RATES = ["bounce_rate", "conversion_rate", "group_conversion_rate", "scroll_depth"];

export function columnsOf(rows: Rows, metrics: readonly string[], dimension: string, chosen: () => void): Column<DetailLine>[] {
  const first: Column<DetailLine> = {
    label: dimensionName(dimension),
    cell: (line) => filterLink(dimension, line.value, dimension, "", chosen),
    plain: (line) => valueName(dimension, line.value),
    sort: dimension,
  };
  const columns = shownMetrics(rows, metrics).flatMap((metric) => {
    const made = [figure(metric, metrics.indexOf(metric), dimension, rows)];
    return metric === "visitors" && rows.all ? [...made, ofAll(metrics.indexOf(metric), rows.all)] : made;
  });
  return [first, ...columns];
}

/** The same for the file, where each change and each earlier value is a column of its own. */
export function fileColumns(rows: Rows, metrics: readonly string[], dimension: string, lines: readonly DetailLine[]): Column<DetailLine>[] {
  const [first, ...others] = columnsOf(rows, metrics, dimension, () => {});
  const compared = lines.some(({ before }) => before);
  const money = lines.flatMap((line) => line.metrics).find((value) => typeof value === "object" && value !== null);
  const places = shownMetrics(rows, metrics).filter((metric) => metric !== "exit_rate").map((metric) => metrics.indexOf(metric));
  const earlier = compared ? places.flatMap((place) => comparing(metrics[place] ?? "", place, dimension, rows)) : [];
  const currency: Column<DetailLine>[] = money ? [{ label: text("details.currency"), cell: () => "", plain: currencyOf }] : [];
  return [first!, ...others, ...currency, ...earlier];
}

/** Without revenue where no goal has any. */
function shownMetrics({ lines }: Rows, metrics: readonly string[]): string[] {
  return metrics.filter((metric, place) => !metric.endsWith("_revenue") || lines.some((line) => line.metrics[place] !== null));
}

function figure(metric: string, place: number, dimension: string, { warnings, comparable }: Rows): Column<DetailLine> {
  const { label, hint } = headOf(metric, dimension);
  const warning = warnings?.[metric];
  const sortable = metric === "exit_rate" ? {} : { sort: metric };
  return {
    label,
    hint: [hint, warning?.warning ?? warning?.message].filter(Boolean).join("\n\n"),
    number: true,
    cell: (line) => cell(metric, line, place, comparable),
    plain: (line) => plain(line.metrics[place]),
    ...sortable,
  };
}

function ofAll(place: number, all: number): Column<DetailLine> {
  const part = (line: DetailLine): number => Math.min(100, (Number(line.metrics[place]) * 100) / all);
  return {
    label: text("column.percentage"),
    hint: text("column.percentage.hint"),
    number: true,
    cell: (line) => element("span", "of-all", share(part(line))),
    plain: (line) => Math.round(part(line) * 10) / 10,
  };
}

function comparing(metric: string, place: number, dimension: string, { comparable }: Rows): Column<DetailLine>[] {
  const { label } = headOf(metric, dimension);
  return [
    { label: text("details.before", { column: label }), cell: () => "", plain: (line) => plain(line.before?.[place]) },
    { label: text(RATES.includes(metric) ? "details.points" : "details.change", { column: label }), cell: () => "", plain: (line) => (comparable ? (line.change?.[place] ?? null) : null) },
  ];
}

function cell(metric: string, { metrics, before, change }: DetailLine, place: number, comparable: boolean): Node | string {
  const kind = kindOf(metric);
  const shown = say(metrics[place], kind);
  const told = change?.[place];
  if (told === null || told === undefined) return shown;
  const made = changeElement(comparable ? told : null, { inverse: INVERSE.includes(metric), points: RATES.includes(metric) });
  made.title = comparable ? text("change.from", { value: say(before?.[place], kind) }) : sayNoData();
  return element("span", "figure-pair", shown, " ", made);
}

const currencyOf = (line: DetailLine): string | null => {
  const found = line.metrics.find((value) => typeof value === "object" && value !== null);
  return typeof found === "object" && found !== null ? found.currency : null;
};
