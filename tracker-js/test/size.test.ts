import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { bundle } from "../bundle.mjs";

test("the script stays within its download budget of 2,000 bytes", () => {
  assert.ok(gzipSync(bundle(), { level: 9 }).length <= 2_000);
});
