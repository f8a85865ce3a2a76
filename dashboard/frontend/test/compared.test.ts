import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf } from "../src/overview/compared.ts";
import { entered } from "../src/overview/details_rows.ts";
import { values } from "../src/overview/course.ts";
import { isOver } from "../src/sessions/since.ts";
import type { Visit } from "../src/sessions/types.ts";

const METRICS = ["visitors", "pageviews", "bounce_rate", "scroll_depth"];
const compared = (metrics: number[], change: (number | null)[]) => ({ dimensions: [], metrics, change });

test("averages without visits are none, counts are zero", () => {
  assert.deepEqual(figuresOf({ metrics: [0, 0, 0, 0] }, METRICS), { metrics: [0, 0, null, null] });
  assert.deepEqual(figuresOf({ metrics: [3, 9, 0, 0] }, METRICS), { metrics: [3, 9, 0, 0] });
  const { before, change } = figuresOf({ metrics: [3, 9, 20, 50], comparison: compared([0, 0, 0, 0], [100, 100, 20, 100]) }, METRICS);
  assert.deepEqual(before, [0, 0, null, null]);
  assert.deepEqual(change, [100, 100, null, null]);
});

test("scroll depth changes in points", () => {
  const { change } = figuresOf({ metrics: [3, 9, 20, 60], comparison: compared([3, 9, 40, 50], [0, 0, -20, 20]) }, METRICS);
  assert.deepEqual(change, [0, 0, -20, 10]);
});

test("pages that nobody entered on have no bounce rate", () => {
  const metrics = ["visitors", "bounce_rate", "views_per_visit"];
  const row = { metrics: [4, 0, 0], comparison: compared([4, 50, 2], [0, null, 100]) };
  const told = entered(row, metrics);
  assert.deepEqual([told.metrics, told.comparison?.metrics], [[4, null, 0], [4, 50, 2]]);
  assert.deepEqual(entered({ metrics: [4, 0, 1.5] }, metrics).metrics, [4, 0, 1.5]);
  assert.deepEqual(entered({ metrics: [4, 100, 0] }, ["visitors", "bounce_rate", "visit_duration"]).metrics, [4, 100, 0]);
});

test("a visit is over half an hour after its last event", () => {
  const visit = { started_at: 0, duration_s: 60 } as Visit;
  assert.equal(isOver(visit, 30 * 60_000), false);
  assert.equal(isOver(visit, 31 * 60_000), true);
});

test("before the first day of the site there is no line, after it there are zeros", () => {
  const labels = ["2026-11-04", "2026-11-05", "2026-11-06"];
  const row = (label: string, visitors: number) => ({ dimensions: [label], metrics: [5], comparison: { ...compared([visitors], [0]), dimensions: [label] } });
  const answer = {
    results: [row("2026-11-04", 0), row("2026-11-05", 2)],
    meta: { time_labels: labels, comparison_time_labels: ["2026-11-01", "2026-11-02", "2026-11-03"] },
    query: { date_range: ["", ""] as [string, string] },
  };
  const course = { answer, interval: "day" as const, notes: [], figure: { metric: "visitors", kind: "count" as const }, place: 0, name: "" };
  assert.deepEqual(values(course, "2026-11-05", "2026-11-02"), { current: [5, 5, null], other: [null, 2, 0] });
});
