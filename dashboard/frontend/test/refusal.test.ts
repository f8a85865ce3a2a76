import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { speak } from "../src/messages.ts";
import { codeOf, inWords, meaningOf } from "../src/refusal.ts";
import type { Filter } from "../src/view/filters.ts";
import { suspects } from "../src/view/ways_on.ts";

const NAMES = ["goal", "stepGoal", "pattern", "country", "long", "invalid_filters", "invalid_metrics", "invalid_date_range", "invalid_compare"];

beforeEach(() => speak("en", Object.fromEntries(NAMES.map((name) => [`refused.${name}`, `${name} {goal}`]))));

const meaning = (message: string, code = codeOf(message)) => meaningOf(code, message);

test("refusals of the Stats API get a code from the field that they name", () => {
  assert.equal(codeOf("Invalid filters: bad regular expression: missing )."), "invalid_filters");
  assert.equal(codeOf("Invalid filter ['is', 'visit:x', ['1']]: unknown dimension 'visit:x'."), "invalid_filters");
  assert.equal(codeOf("Unknown metric 'x' in metrics."), "invalid_metrics");
  assert.equal(codeOf("Invalid date_range '[…]'."), "invalid_date_range");
  for (const other of ["", "the body cannot be used: Invalid filters", "Invalid site_id: there is none"]) assert.equal(codeOf(other), "");
});

test("what a refusal is about is found in its words", () => {
  const cases = {
    "Invalid filters: bad regular expression: missing ).": ["refused.pattern", "filters"],
    "Invalid filters: bad regular expression for Athena.": ["refused.pattern", "filters"],
    "Invalid filter ['is', 'visit:country', ['KOR']]: `visit:country` needs 2-letter country codes.": ["refused.country", "filters"],
    "Invalid filter ['is', 'event:page', ['…']]: a clause of 'is' may have 2000 characters.": ["refused.long", "filters"],
    "Invalid filters: at most 2000 clauses, these have 2001.": ["refused.long", "filters"],
    "Invalid filters: `event:goal` can only be filtered at the top level.": ["refused.invalid_filters", "filters"],
    "Invalid metrics: `views_per_visit` cannot be combined with a filter on `event:page`.": ["refused.invalid_metrics", "filters"],
    "Invalid date_range '2026'.": ["refused.invalid_date_range", "period"],
    "Invalid compare: the time to compare with begins before 1970-01-02.": ["refused.invalid_compare", "comparison"],
  };
  for (const [message, [name, about]] of Object.entries(cases)) {
    assert.deepEqual(meaning(message), { name, about, values: {} }, message);
  }
  assert.equal(meaning("the body cannot be used: …"), undefined);
});

test("a goal that is gone is named, in a filter and in a step", () => {
  assert.equal(inWords(meaning("Invalid filters: the site has no goal `Buy `now``.")!), "goal Buy `now`");
  assert.equal(inWords(meaning("Invalid steps[1].goal: the site has no goal `Buy`.", "invalid_steps")!), "stepGoal Buy");
});

test("only filters that can be at fault are offered to be removed", () => {
  const goal: Filter = { operator: "is", dimension: "event:goal", values: ["Buy"] };
  const page: Filter = { operator: "matches", dimension: "event:page", values: ["("] };
  const place: Filter = { operator: "is", dimension: "visit:country", values: ["KOR"] };
  const every = [goal, page, place];
  const of = (message: string) => suspects(meaning(message)!, every);
  assert.deepEqual(of("Invalid filters: the site has no goal `Buy`."), [goal]);
  assert.deepEqual(of("Invalid filters: the site has no goal `Other`."), []);
  assert.deepEqual(of("Invalid filters: bad regular expression: x."), [page]);
  assert.deepEqual(of("Invalid filter […]: `visit:country` needs 2-letter country codes."), [place]);
  assert.deepEqual(of("Invalid filters: nested deeper than 12 levels."), every);
});
