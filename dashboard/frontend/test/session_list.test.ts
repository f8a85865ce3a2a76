import assert from "node:assert/strict";
import { test } from "node:test";
import { speak } from "../src/messages.ts";
import { parseOffset, parseOrder, parseVisit, writeOrder } from "../src/sessions/order.ts";
import { since } from "../src/sessions/since.ts";
import { stopwatch, timed } from "../src/sessions/timing.ts";
import type { Step } from "../src/sessions/types.ts";

const step = (at: number, engaged_s: number | null = null): Step => ({
  type: "pageview",
  at,
  name: "",
  hostname: "shop.example",
  page: "/",
  props: {},
  revenue: null,
  engaged_s,
  scroll_pct: null,
});

test("an order is written as short as it can be, and anything else is newest first", () => {
  for (const written of ["duration", "engaged.asc", "started_at.asc"]) assert.equal(writeOrder(parseOrder(written)), written);
  for (const wrong of [null, "", "beauty.asc", "started_at"]) assert.equal(writeOrder(parseOrder(wrong)), null);
  assert.deepEqual(parseOrder("beauty.asc"), { by: "started_at", direction: "desc" });
});

test("an offset is the beginning of a page", () => {
  assert.equal(parseOffset("149"), 100);
  for (const wrong of [null, "-50", "1e3", "99999999", "9999999"]) assert.equal(parseOffset(wrong), 0);
});

test("a link names a visit only by an id and a time", () => {
  assert.deepEqual(parseVisit("00000000075bcd15", "1795115392116"), { id: "00000000075bcd15", at: 1795115392116 });
  assert.equal(parseVisit("00000000075BCD15", "1795115392116"), undefined);
  assert.equal(parseVisit("00000000075bcd15", "yesterday"), undefined);
  assert.equal(parseVisit(null, null), undefined);
});

test("steps know their time since the start, the gap before them and their part of the longest reading", () => {
  const found = timed([step(1000, 5), step(61_000, 20), step(61_000)], 1000);
  assert.deepEqual(found.map(({ since, gap, read }) => [since, gap, read]), [[0, 0, 0.25], [60_000, 60_000, 1], [60_000, 0, null]]);
  assert.equal(timed([step(90_000)], 1000, step(61_000))[0]?.gap, 29_000);
  assert.equal(timed([step(500, 0)], 1000)[0]?.since, 0);
  assert.equal(timed([step(500, 0)], 1000)[0]?.read, 0);
});

test("the clock of a visit has hours only where it needs them", () => {
  assert.deepEqual([0, 7_900, 725_000, 3_725_000].map(stopwatch), ["0:00", "0:07", "12:05", "1:02:05"]);
});

test("how long ago is said in the largest unit that fits", () => {
  speak("en", {});
  assert.deepEqual([900, 59_999, 3_599_999, 90_000_000].map(since), ["0 sec. ago", "59 sec. ago", "59 min. ago", "1 day ago"]);
  speak("ko", {});
  assert.equal(since(7_200_000), "2시간 전");
});
