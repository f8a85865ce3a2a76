import assert from "node:assert/strict";
import { test } from "node:test";
import { agreedCosts, growth, measureCosts } from "../costs.mjs";

const BUDGET = 2_000;
const RENEW = "If it is worth its bytes: npm run size -w liveinsight-tracker -- --write";

test("the script stays within its download budget, and no module grows unnoticed", () => {
  const costs = measureCosts();
  const grown = growth(costs, agreedCosts()).join("\n");
  assert.ok(costs.total <= BUDGET, `${costs.total} bytes, ${BUDGET} are allowed\n${grown}`);
  assert.equal(grown, "", `${grown}\n${RENEW}`);
});

test("growth is named, worst first", () => {
  const agreed = { total: 100, modules: { "src/a.ts": 50, "src/b.ts": 20 } };
  const costs = { total: 130, modules: { "src/a.ts": 60, "src/b.ts": 21, "src/c.ts": 15 } };
  assert.deepEqual(growth(costs, agreed), [
    "the whole script: 130 bytes, 30 more than agreed",
    "src/c.ts: 15 bytes, 15 more than agreed",
    "src/a.ts: 60 bytes, 10 more than agreed",
  ]);
  assert.deepEqual(growth(agreed, agreed), []);
});

test("what modules cost is most of the script", () => {
  const { total, modules } = measureCosts();
  const sum = Object.values(modules).reduce((a, b) => a + b);
  assert.ok(sum > total * 0.7 && sum < total * 1.1, `${sum} of ${total}`);
});
