import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, bounds, dateRange, daysBetween, intervals, isDate, moved, parsePeriod, writePeriod, type Period } from "../src/view/periods.ts";

const TODAY = "2026-11-23";
const read = (query: string) => parsePeriod(new URLSearchParams(query));

test("the URL's period is read, and what is wrong is the default", () => {
  assert.deepEqual(read("period=7d"), { name: "7d" });
  assert.deepEqual(read("period=month&date=2026-02-01"), { name: "month", date: "2026-02-01" });
  assert.deepEqual(read("period=custom&from=2026-01-01&to=2026-01-31"), { name: "custom", from: "2026-01-01", to: "2026-01-31" });
  for (const wrong of ["", "period=8d", "period=custom&from=2026-02-01&to=2026-01-01", "period=custom&from=2026-02-31&to=2026-03-01", "period=__proto__"]) {
    assert.deepEqual(read(wrong), { name: "30d" }, wrong);
  }
  assert.deepEqual(read("period=day&date=tomorrow"), { name: "day" });
});

test("what is written is read again", () => {
  const periods: Period[] = [{ name: "30d" }, { name: "day", date: "2026-11-01" }, { name: "year" }, { name: "custom", from: "2025-12-30", to: "2026-01-02" }];
  for (const period of periods) {
    const written = new URLSearchParams("details=pages");
    writePeriod(period, written);
    assert.deepEqual(parsePeriod(written), period);
    assert.equal(written.get("details"), "pages");
  }
});

test("bounds are those of the API's names", () => {
  assert.deepEqual(bounds({ name: "7d" }, TODAY), ["2026-11-17", TODAY]);
  assert.deepEqual(bounds({ name: "month" }, TODAY), ["2026-11-01", "2026-11-30"]);
  assert.deepEqual(bounds({ name: "6mo" }, TODAY), ["2026-06-01", "2026-11-30"]);
  assert.deepEqual(bounds({ name: "12mo" }, "2026-01-31"), ["2025-02-01", "2026-01-31"]);
  assert.deepEqual(bounds({ name: "month", date: "2028-02-10" }, TODAY), ["2028-02-01", "2028-02-29"]);
  assert.equal(bounds({ name: "all" }, TODAY), undefined);
});

test("dates go to the API only where the name alone does not say them", () => {
  assert.equal(dateRange({ name: "28d" }, TODAY), "28d");
  assert.equal(dateRange({ name: "day" }, TODAY), "day");
  assert.deepEqual(dateRange({ name: "day", date: "2026-11-22" }, TODAY), ["2026-11-22", "2026-11-22"]);
});

test("a period moves by its own length and never into the future", () => {
  assert.deepEqual(moved({ name: "7d" }, -1, TODAY), { name: "custom", from: "2026-11-10", to: "2026-11-16" });
  assert.deepEqual(moved({ name: "month" }, -1, TODAY), { name: "month", date: "2026-10-01" });
  assert.deepEqual(moved({ name: "month", date: "2026-10-01" }, 1, TODAY), { name: "month" });
  assert.deepEqual(moved({ name: "12mo" }, -1, TODAY), { name: "custom", from: "2024-12-01", to: "2025-11-30" });
  assert.deepEqual(moved({ name: "custom", from: "2026-11-01", to: "2026-11-10" }, 1, TODAY), { name: "custom", from: "2026-11-11", to: "2026-11-20" });
  for (const last of [{ name: "7d" }, { name: "day" }, { name: "year" }, { name: "custom", from: "2026-11-11", to: "2026-11-20" }] as Period[]) {
    assert.equal(moved(last, 1, TODAY), undefined, last.name);
  }
  assert.equal(moved({ name: "all" }, -1, TODAY), undefined);
});

test("back and forth again is where it was", () => {
  for (const period of [{ name: "day", date: "2026-03-01" }, { name: "month", date: "2026-03-01" }, { name: "year", date: "2025-01-01" }] as Period[]) {
    assert.deepEqual(moved(moved(period, -1, TODAY)!, 1, TODAY), period);
  }
});

test("intervals suit the length", () => {
  assert.deepEqual(intervals({ name: "day" }, TODAY), ["hour"]);
  assert.equal(intervals({ name: "30d" }, TODAY)[0], "day");
  assert.equal(intervals({ name: "12mo" }, TODAY)[0], "month");
});

test("days are counted on the calendar, over clock changes too", () => {
  assert.equal(addDays("2026-03-28", 2), "2026-03-30");
  assert.equal(daysBetween("2026-10-24", "2026-10-26"), 2);
  assert.ok(!isDate("2026-02-29") && isDate("2028-02-29") && !isDate("2026-1-1"));
});

test("days are those of the years that people look at, so that their neighbours are days too", () => {
  for (const wrong of ["1989-12-31", "2101-01-01", "9999-12-01", "0000-01-01"]) assert.ok(!isDate(wrong), wrong);
  for (const right of ["1990-01-01", "2100-12-31"]) assert.ok(isDate(right), right);
  assert.deepEqual(read("period=month&date=9999-12-01"), { name: "month" });
  for (const name of ["day", "month", "year"]) {
    for (const date of ["1990-01-01", "2100-12-31"]) {
      const period = read(`period=${name}&date=${date}`);
      assert.ok(bounds(period, TODAY));
      assert.doesNotThrow(() => [moved(period, -1, TODAY), moved(period, 1, TODAY), intervals(period, TODAY)]);
    }
  }
});
