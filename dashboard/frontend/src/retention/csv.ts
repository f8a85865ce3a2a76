/** The cohorts as rows of a file: one for each cohort and period, with all that is known of it. */
import { text } from "../messages.ts";
import type { Column } from "../table.ts";
import type { Cohort, Return } from "./cohorts.ts";

export interface Line extends Return {
  cohort: string;
  size: number;
}

export const lines = (cohorts: readonly Cohort[]): Line[] =>
  cohorts.flatMap(({ period, size, returns }) => returns.map((found) => ({ ...found, cohort: period, size })));

const column = (name: keyof Line): Column<Line> => ({ label: text(`retention.csv.${name}`), cell: (line) => String(line[name]) });

export const COLUMNS: readonly Column<Line>[] = (["cohort", "size", "period", "after", "visitors", "percent", "complete"] as const).map(column);
