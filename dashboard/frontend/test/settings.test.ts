import assert from "node:assert/strict";
import { test } from "node:test";
import { faultyField } from "../src/form/fault.ts";
import { goalFilter } from "../src/settings/goal_filter.ts";
import { momentOf, wallTime } from "../src/wall_time.ts";

const FIELDS = ["name", "event", "page", "currency"];

test("a refusal is about the field that its message names, or else its code", () => {
  assert.equal(faultyField("goal_exists", "there is a goal with the name 'page'; choose another `name`", FIELDS), "name");
  assert.equal(faultyField("invalid_body", "Expected `str`, got `int` - at `$.currency`", FIELDS), "currency");
  assert.equal(faultyField("invalid_name", "a site needs a name of 1 to 120 characters", FIELDS), "name");
  assert.equal(faultyField("invalid_path", "'x' is no path", ["excluded_paths"], { invalid_path: "excluded_paths" }), "excluded_paths");
});

test("a refusal about none of the fields is about the whole form", () => {
  assert.equal(faultyField("too_many_goals", "a site may have 200 goals; delete one first", FIELDS), undefined);
  assert.equal(faultyField("invalid_path", "'x' is no path", FIELDS, { invalid_path: "excluded_paths" }), undefined);
});

test("only the star of a page stands for any text", () => {
  assert.deepEqual(goalFilter("event", "a*"), ["is", "event:name", ["a*"]]);
  assert.deepEqual(goalFilter("page", "/a.b"), ["is", "event:page", ["/a.b"]]);
  const [operator, , [pattern = ""]] = goalFilter("page", "/a.b(c)+/*/d") as [string, string, string[]];
  assert.equal(operator, "matches");
  for (const page of ["/a.b(c)+//d", "/a.b(c)+/x/y/d"]) assert.match(page, new RegExp(pattern));
  for (const page of ["/axb(c)+/x/d", "/a.b(c)+/x/d/e", "x/a.b(c)+/x/d"]) assert.doesNotMatch(page, new RegExp(pattern));
});

test("the clock of a time zone tells moments, and moments the clock", () => {
  const hours = (text: string) => Date.parse(text);
  assert.equal(momentOf({ date: "2026-11-20", time: "10:00" }, "Asia/Seoul"), hours("2026-11-20T01:00:00Z"));
  assert.deepEqual(wallTime(hours("2026-11-19T15:30:00Z"), "Asia/Seoul"), { date: "2026-11-20", time: "00:30" });
  assert.equal(momentOf({ date: "2026-01-01", time: "00:10" }, "Pacific/Kiritimati"), hours("2025-12-31T10:10:00Z"));
  for (const zone of ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]) {
    for (let at = hours("2026-03-07T00:00:00Z"); at < hours("2026-11-30T00:00:00Z"); at += 137 * 3_600_000) assert.equal(momentOf(wallTime(at, zone), zone), at, `${zone} ${at}`);
  }
});

test("an hour that happens twice is the first one, one that is passed over lies behind", () => {
  assert.equal(momentOf({ date: "2026-10-25", time: "02:30" }, "Europe/Berlin"), Date.parse("2026-10-25T00:30:00Z"));
  assert.equal(momentOf({ date: "2026-03-29", time: "02:30" }, "Europe/Berlin"), Date.parse("2026-03-29T01:30:00Z"));
});
