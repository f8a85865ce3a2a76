import assert from "node:assert/strict";
import { test } from "node:test";
import { level } from "../src/map.ts";
import { pageOf, type DetailLine } from "../src/overview/details_rows.ts";
import { named, narrowed, property } from "../src/overview/panels_list.ts";
import { withoutEmpty, withRate, type Loaded } from "../src/overview/panels_load.ts";
import { barMetrics, nameOf, ownFilters, pageFilters, tableMetrics } from "../src/overview/panels_metrics.ts";
import { speak } from "../src/messages.ts";
import type { Filter } from "../src/view/filters.ts";

const is = (dimension: string, ...values: string[]): Filter => ({ operator: "is", dimension, values });
const GOAL = is("event:goal", "Sign-up");
const PAGE = is("event:page", "/beans");
const EVENT = is("event:name", "signup");

test("conversion rates are asked for with a goal only", () => {
  assert.deepEqual(barMetrics("visit:source", []), ["visitors", "percentage"]);
  assert.deepEqual(barMetrics("visit:source", [GOAL]), ["visitors", "group_conversion_rate"]);
  assert.ok(tableMetrics("visit:source", [GOAL]).includes("total_revenue"));
  assert.ok(!tableMetrics("visit:source", []).some((metric) => metric.endsWith("conversion_rate")));
});

test("views per visit are not asked for of one page, nor averages over visits by what an event has", () => {
  assert.ok(tableMetrics("visit:source", []).includes("views_per_visit"));
  assert.ok(!tableMetrics("visit:source", [PAGE]).includes("views_per_visit"));
  for (const dimension of ["event:hostname", "event:name", "event:goal", "event:props:plan"]) {
    const refused = ["bounce_rate", "visit_duration", "views_per_visit"].filter((metric) => tableMetrics(dimension, []).includes(metric));
    assert.deepEqual(refused, [], dimension);
  }
});

test("of pages with an event on them nothing is known about reading", () => {
  assert.ok(barMetrics("event:page", []).includes("time_on_page"));
  assert.deepEqual(barMetrics("event:page", [EVENT]), ["visitors", "percentage"]);
  assert.ok(!tableMetrics("event:page", [EVENT]).includes("scroll_depth"));
});

test("goals and events are listed whichever of them is chosen, other dimensions are not", () => {
  assert.deepEqual(pageFilters("event:goal", [GOAL, PAGE]), [PAGE]);
  assert.deepEqual(pageFilters("visit:source", [GOAL, PAGE]), [GOAL, PAGE]);
  assert.equal(nameOf("visitors", "visit:source", [GOAL]), "conversions");
  assert.equal(nameOf("visits", "visit:exit_page", []), "exits");
});

test("what says nothing is left out, and a search ignores case", () => {
  assert.deepEqual(ownFilters({ name: "utm_term", dimension: "visit:utm_term", without: ["(not set)"] }, "Oat"), [
    ["is_not", "visit:utm_term", ["(not set)"]],
    ["contains", "visit:utm_term", ["Oat"], { case_sensitive: false }],
  ]);
  assert.deepEqual(ownFilters({ name: "sources", dimension: "visit:source" }), []);
});

test("of one browser its versions are shown", () => {
  const browsers = named("browsers")!;
  assert.deepEqual(narrowed(browsers, [is("visit:browser", "Chrome")]), { breakdown: named("browser_version"), of: "Chrome" });
  assert.equal(narrowed(browsers, [is("visit:browser", "Chrome", "Safari")]).breakdown, browsers);
  assert.equal(narrowed(browsers, [{ ...is("visit:browser", "Chrome"), operator: "is_not" }]).breakdown, browsers);
});

test("names in the URL stand for tables, and unknown ones for none", () => {
  assert.equal(named("utm_campaign")?.dimension, "visit:utm_campaign");
  assert.equal(named("property:plan")?.dimension, "event:props:plan");
  assert.deepEqual(["map", "campaigns", "properties", "property:", "__proto__", ""].map(named), Array(6).fill(undefined));
  assert.equal(property("x".repeat(301)), undefined);
});

const line = (value: string, ...metrics: (number | null)[]): DetailLine => ({ value, metrics });

test("countries are found and sorted by the names that people see", () => {
  speak("en", {});
  const lines = [line("KR", 5), line("DE", 9), line("US", null)];
  const page = (search: string, by: string, direction: "asc" | "desc") =>
    pageOf(lines, { search, order: { by, direction }, offset: 0, limit: 2 }, ["visitors"], "visit:country");
  assert.deepEqual(page("", "visit:country", "asc"), { lines: [lines[1], lines[0]], total: 3 });
  assert.deepEqual(page("", "visitors", "desc").lines, [lines[1], lines[0]]);
  assert.deepEqual(page("", "visitors", "asc").lines[0], lines[2]);
  assert.deepEqual(page("kore", "visitors", "desc"), { lines: [lines[0]], total: 1 });
});

test("a figure that no row has is no column, and the rate of events is that of all visitors", () => {
  const loaded: Loaded = { breakdown: named("goals")!, metrics: ["visitors", "total_revenue"], lines: [line("a", 3, null), line("b", 1, null)], total: 2 };
  assert.deepEqual(withoutEmpty(loaded), { ...loaded, metrics: ["visitors"], lines: [line("a", 3), line("b", 1)] });
  assert.deepEqual(withRate(loaded, "conversion_rate", 12).lines.map(({ metrics }) => metrics.at(-1)), [25, 100 / 12]);
  assert.deepEqual(withRate(loaded, "conversion_rate", 0).lines.map(({ metrics }) => metrics.at(-1)), [0, 0]);
});

test("a small country is still seen beside a large one", () => {
  assert.deepEqual([0, 1, 40, 1000].map((visitors) => level(visitors, 1000)), [0, 1, 1, 5]);
});
