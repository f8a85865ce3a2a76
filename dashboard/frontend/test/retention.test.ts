/** Averages, colours and ends of periods of the retention table. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { averages, begun, highest, lastDay, level, reason, suitable, type Cohort } from "../src/retention/cohorts.ts";

const cohort = (period: string, size: number, visitors: number[], complete = true): Cohort => ({
  period,
  size,
  returns: [size, ...visitors].map((found, after) => ({
    period: `later ${after}`,
    after,
    visitors: found,
    percent: size ? (100 * found) / size : 0,
    complete: complete || after < visitors.length,
  })),
});

test("the average weighs cohorts by their size", () => {
  const found = averages([cohort("a", 900, [90, 9]), cohort("b", 100, [50])]);
  assert.deepEqual(found[0], { after: 1, visitors: 140, of: 1000, percent: 14 });
  assert.deepEqual(found[1], { after: 2, visitors: 9, of: 900, percent: 1 });
});

test("periods that are not complete are not in the average, nor the measure of the colours", () => {
  const cohorts = [cohort("a", 100, [10, 90], false), cohort("b", 100, [80], false)];
  assert.deepEqual(averages(cohorts).map(({ percent }) => percent), [10, null]);
  assert.equal(highest(cohorts), 10);
});

test("rows before the first visitor are left out, later ones without visitors stay", () => {
  const cohorts = [cohort("a", 0, [0, 0]), cohort("b", 3, [1]), cohort("c", 0, [])];
  assert.deepEqual(begun(cohorts).map(({ period }) => period), ["b", "c"]);
  assert.deepEqual(begun([cohort("a", 0, [])]), []);
});

test("nobody has no colour, anybody has one, and the most have the strongest", () => {
  assert.deepEqual([0, 0.1, 5, 10].map((percent) => level(percent, 10)), [0, 1, 4, 7]);
  assert.equal(level(12, 10), 7);
  assert.equal(level(0, 0), 0);
});

test("periods end on their last day, and go on while that is not over", () => {
  assert.equal(lastDay("2026-11-18", "day"), "2026-11-18");
  assert.equal(lastDay("2026-11-18", "week"), "2026-11-22");
  assert.equal(lastDay("2026-11-22", "week"), "2026-11-22");
  assert.equal(lastDay("2026-02-10", "month"), "2026-02-28");
  assert.equal(reason("2026-11-16", "week", "2026-11-22"), "running");
  assert.equal(reason("2026-11-16", "week", "2026-11-23"), "cut");
});

test("the groups suit the length of the time", () => {
  const by = (name: "7d" | "30d" | "12mo" | "24h" | "all") => suitable({ name }, "2026-11-23");
  assert.deepEqual([by("7d"), by("30d"), by("12mo"), by("24h"), by("all")], ["day", "week", "month", "day", "week"]);
});
