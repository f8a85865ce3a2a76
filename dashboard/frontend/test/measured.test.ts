import assert from "node:assert/strict";
import { test } from "node:test";
import { measurement, together } from "../src/sessions/measured.ts";
import { timed } from "../src/sessions/timing.ts";
import type { Step } from "../src/sessions/types.ts";

const step = (values: Partial<Step>): Step => ({
  type: "event", at: 1000, name: "", hostname: "shop.example", page: "/", props: {}, revenue: null, engaged_s: null, scroll_pct: null, ...values,
});
const vital = (name: string, value: string, page = "/") => step({ name: "web-vital", page, props: { name, value } });

test("measurements of a page that follow each other are one entry", () => {
  const steps = [
    step({ type: "pageview" }), vital("TTFB", "120"), vital("FCP", "512.3"), step({ name: "signup" }), vital("LCP", "1234.6"),
    vital("CLS", "0", "/next"), vital("INP", "96", "/next"), step({ type: "pageview", page: "/next" }),
  ];
  const sizes = together(timed(steps, 0)).map((entry) => (Array.isArray(entry) ? entry.length : entry.step.name || entry.step.type));
  assert.deepEqual(sizes, ["pageview", 2, "signup", 1, 2, "pageview"]);
});

test("what only looks like a measurement stays an event", () => {
  for (const [name, value] of [["LCP", ""], ["LCP", "-1"], ["LCP", "Infinity"], ["LCP", "<b>"], ["constructor", "1"]] as const) {
    assert.equal(measurement(vital(name, value)), undefined, `${name} ${value}`);
  }
  assert.equal(measurement(step({ name: "signup", props: { name: "LCP", value: "1" } })), undefined);
  assert.equal(measurement(vital("CLS", "0"))?.metric, "CLS");
});
