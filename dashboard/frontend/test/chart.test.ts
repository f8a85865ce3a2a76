import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, lonely } from "../src/chart/lines.ts";
import type { Line, Picture } from "../src/chart/picture.ts";

test("a value without one before or after it is a point", () => {
  assert.deepEqual(lonely([null, 3, null, 4, 5, null, 0]), [1, 6]);
  assert.deepEqual(lonely([7]), [0]);
  assert.deepEqual(lonely([1, 2, 3]), []);
  assert.deepEqual(lonely([null, null]), []);
});

test("a line that goes on is drawn up to the value before the last, and from there", () => {
  const line: Line = { label: "", values: [1, 2, 3, null], look: "main" };
  const picture = { unfinished: true } as Picture;
  assert.deepEqual(columnsOf(line, picture), [[1, 2, null, null], [null, 2, 3, null]]);
  assert.deepEqual(columnsOf({ ...line, look: "other" }, picture), [[1, 2, 3, null]]);
});
