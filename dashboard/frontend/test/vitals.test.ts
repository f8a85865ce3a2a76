/** Ratings, values and time axes of the web vitals page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "../src/messages.ts";
import { axis, goesOn, next, resolution } from "../src/vitals/axis.ts";
import { sorted } from "../src/vitals/groups.ts";
import { position, rating, said, type Group, type Metric } from "../src/vitals/metrics.ts";

test("a value on a threshold is on its better side", () => {
  assert.deepEqual([2500, 2500.1, 4000, 4000.1].map((value) => rating("LCP", value)), ["good", "fair", "fair", "poor"]);
  assert.deepEqual([0.1, 0.25, 0.26].map((value) => rating("CLS", value)), ["good", "fair", "poor"]);
});

test("values read as people say them", () => {
  speak("en", {});
  assert.deepEqual([said("LCP", 2312), said("INP", 180.4), said("CLS", 0.0844), said("CLS", 0.256), said("TTFB", 12_345)], ["2.31s", "180ms", "0.084", "0.256", "12.3s"]);
});

test("the scale ends beyond the poor threshold", () => {
  assert.equal(position("INP", 0), 0);
  assert.equal(position("INP", 500).toFixed(3), "0.667");
  assert.equal(position("INP", 90_000), 1);
});

test("times are divided as the report divides them", () => {
  const days = (from: string, to: string) => resolution([`${from}T00:00:00+09:00`, `${to}T23:59:59+09:00`]);
  assert.deepEqual(
    [days("2026-11-01", "2026-11-02"), days("2026-11-01", "2026-11-30"), days("2026-09-01", "2026-11-30"), days("2024-01-01", "2026-11-30")],
    ["hour", "day", "week", "month"],
  );
});

test("the axis has times without measurements, and none that are to come", () => {
  const range = ["2026-10-30T00:00:00+00:00", "2026-11-30T23:59:59+00:00"] as const;
  assert.deepEqual(axis(range, "week", "2026-11-10", []), ["2026-10-30", "2026-11-02", "2026-11-09"]);
  assert.deepEqual(axis(range, "month", "2026-11-10", []), ["2026-10-30", "2026-11-01"]);
  assert.equal(axis(range, "day", "2027-01-01", []).length, 32);
  const today = ["2026-11-09T14:23:05+00:00", "2026-11-10T14:23:05+00:00"] as const;
  const hours = axis(today, "hour", "2026-11-10", ["2026-11-10 02:00:00", "2026-11-09 20:00:00"]);
  assert.deepEqual([hours[0], hours.at(-1), hours.length], ["2026-11-09 14:00:00", "2026-11-10 02:00:00", 13]);
});

test("intervals follow each other over months and years", () => {
  assert.equal(next("2026-12-31 23:00:00", "hour"), "2027-01-01 00:00:00");
  assert.equal(next("2026-12-31", "day"), "2027-01-01");
  assert.equal(next("2026-12-28", "week"), "2027-01-04");
  assert.equal(next("2026-12-15", "month"), "2027-01-01");
  assert.ok(goesOn("2026-11-09", "week", "2026-11-15") && !goesOn("2026-11-09", "week", "2026-11-16"));
});

test("groups without the metric come last, in either direction", () => {
  const group = (value: string, samples: number, ...vitals: [Metric, number][]): Group => ({
    value,
    samples,
    vitals: vitals.map(([metric, p75]) => ({ metric, samples, p50: 0, p75, p90: 0, p99: 0, good: 0, needs_improvement: 0, poor: 0 })),
  });
  const groups = [group("b", 9, ["LCP", 100]), group("c", 5, ["CLS", 0.1]), group("a", 7, ["LCP", 300])];
  const order = (by: string, direction: "asc" | "desc") => sorted(groups, { by, direction }, "p75", (value) => value).map(({ value }) => value).join("");
  assert.deepEqual([order("LCP", "desc"), order("LCP", "asc"), order("samples", "desc"), order("value", "asc")], ["abc", "bac", "bac", "abc"]);
});
