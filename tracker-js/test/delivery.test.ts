import assert from "node:assert/strict";
import { test } from "node:test";
import { retryDelay } from "../src/backoff.ts";
import { openPage, START, type Answer, type BrowserPage } from "./browser-page.ts";

const names = (page: BrowserPage) => page.received().flatMap(({ name }) => name ?? []);
const sentAt = (page: BrowserPage) => page.requests.map(({ beacon }) => beacon.sent_at - START);

test("custom events wait for company up to a second, or go with the next pageview", async () => {
  const page = openPage();
  await page.clock.tickAsync(5);
  page.call("event", "a");
  await page.clock.tickAsync(500);
  page.call("event", "b");
  assert.equal(page.requests.length, 1);
  await page.clock.tickAsync(500);
  assert.equal(page.requests.length, 2);
  page.call("event", "c");
  page.window.history.pushState(null, "", "/next");
  await page.clock.tickAsync(150);
  assert.equal(page.requests.length, 3);
  assert.deepEqual(names(page), ["a", "b", "c"]);
});

for (const failure of ["fail", { status: 500 }, { status: 503 }, { status: 429 }] as Answer[]) {
  test(`after ${JSON.stringify(failure)} the same events are sent again, later each time`, async () => {
    const page = openPage({ answer: (_, count) => (count <= 4 ? failure : { status: 202 }) });
    await page.clock.tickAsync(60_000);
    assert.equal(page.requests.length, 5);
    const [first, ...others] = page.requests.map(({ beacon }) => beacon.events);
    for (const events of others) assert.deepEqual(events[0], first![0]);
    const times = sentAt(page);
    times.slice(1).forEach((time, i) => {
      const waited = time - times[i]!;
      assert.ok(waited >= 1000 * 2 ** i && waited <= 2000 * 2 ** i + 5, `${i}: ${waited} ms`);
    });
    assert.equal(page.received().filter(({ type }) => type == "pageview").length, 1);
  });
}

test("new events wait for the retry too, and keep their order", async () => {
  const page: BrowserPage = openPage({
    answer: (_, count) => {
      if (count > 1) return { status: 202 };
      page.call("event", "a");
      return "fail";
    },
  });
  await page.clock.tickAsync(5);
  page.call("event", "b");
  await page.clock.tickAsync(3_000);
  assert.equal(page.requests.length, 2);
  assert.deepEqual(page.received().map(({ type, name }) => name ?? type), ["pageview", "a", "b"]);
});

test("the wait stays bounded during a long outage, and never ends", async () => {
  for (const failures of [10, 100, 10_000]) {
    const wait = retryDelay(failures, 0);
    assert.ok(wait >= 600_000 && wait <= 1_200_000, `${wait} ms`);
  }
  assert.ok(retryDelay(0, 1e9) <= 1_200_000);

  const page = openPage({ answer: () => "fail" });
  await page.clock.tickAsync(3_600_000);
  assert.ok(page.requests.length >= 9 && page.requests.length <= 13, `${page.requests.length}`);
});

test("Retry-After is honoured", async () => {
  const page = openPage({
    answer: (_, count) =>
      count == 1 ? { status: 429, headers: { "Retry-After": "30" } } : { status: 202 },
  });
  await page.clock.tickAsync(29_900);
  assert.equal(page.requests.length, 1);
  await page.clock.tickAsync(30_200);
  assert.equal(page.requests.length, 2);
});

for (const status of [400, 403, 404, 413]) {
  test(`${status} drops the events and later ones are sent`, async () => {
    const page = openPage({ answer: (_, count) => ({ status: count == 1 ? status : 202 }) });
    await page.clock.tickAsync(5_000);
    page.call("event", "later");
    await page.clock.tickAsync(5_000);
    assert.equal(page.requests.length, 2);
    assert.deepEqual(names(page), ["later"]);
  });
}

test("an event of the wrong shape does not take others with it", async () => {
  const page = openPage({
    answer: ({ beacon }) => ({ status: beacon.events.some(({ name }) => name == "bad") ? 400 : 202 }),
  });
  for (let i = 0; i < 20; i++) page.call("event", i == 13 ? "bad" : `e${i}`);
  await page.clock.tickAsync(5_000);
  assert.deepEqual(
    new Set(names(page)),
    new Set(Array.from({ length: 20 }, (_, i) => `e${i}`).filter((name) => name != "e13")),
  );
  assert.equal(page.received().length, 20);
  assert.ok(page.requests.length <= 11, `${page.requests.length} requests`);
});

test("1,000 events at once arrive complete, in order, at most 50 a beacon", async () => {
  const page = openPage();
  await page.clock.tickAsync(5);
  for (let i = 0; i < 1_000; i++) page.call("event", `e${i}`);
  await page.clock.tickAsync(3_000);
  assert.deepEqual(names(page), Array.from({ length: 1_000 }, (_, i) => `e${i}`));
  assert.ok(page.requests.every(({ beacon }) => beacon.events.length <= 50));
  assert.equal(page.requests.length, 21);
});

test("answers are read to the end, or Chromium holds their requests against the limit", async () => {
  const page = openPage();
  await page.clock.tickAsync(5);
  assert.equal(page.requests[0]!.response!.bodyUsed, true);
});

test("beacons stay below 64 KB in UTF-8, and at hide all of them go at once", async () => {
  const page = openPage({ answer: (_, count) => (count == 1 ? { status: 202 } : "hang") });
  await page.clock.tickAsync(5);
  for (let i = 0; i < 40; i++) page.call("event", `e${i}`, { props: { text: "가".repeat(1_500) } });
  page.setVisible(false);
  const later = page.requests.slice(1);
  assert.ok(later.length >= 3);
  for (const { body } of later) assert.ok(Buffer.byteLength(body) <= 64_000);
  assert.deepEqual(
    later.flatMap(({ beacon }) => beacon.events.flatMap(({ name }) => name ?? [])),
    Array.from({ length: 40 }, (_, i) => `e${i}`),
  );
});

test("memory is bounded while the collector is away", async () => {
  let up = false;
  const page = openPage({ answer: () => (up ? { status: 202 } : "fail") });
  await page.clock.tickAsync(5);
  for (let i = 0; i < 1_500; i++) page.call("event", `e${i}`);
  await page.clock.tickAsync(5);
  up = true;
  await page.clock.tickAsync(60_000);
  assert.equal(page.received().length, 1_000);
  assert.equal(names(page)[0], "e0");
});

test("coming online and becoming visible again try at once", async () => {
  let up = false;
  const page = openPage({ answer: () => (up ? { status: 202 } : "fail") });
  await page.clock.tickAsync(30_000);
  up = true;
  page.window.dispatchEvent(new page.window.Event("online"));
  await page.clock.tickAsync(1);
  assert.equal(page.received()[0]!.type, "pageview");
});

test("a hanging request does not hold back the events of a page that is left", async () => {
  const page = openPage({ answer: (_, count) => (count == 1 ? "hang" : { status: 202 }) });
  await page.clock.tickAsync(5);
  page.call("event", "late");
  await page.clock.tickAsync(2_000);
  assert.equal(page.requests.length, 1);
  page.window.dispatchEvent(new page.window.Event("pagehide"));
  await page.clock.tickAsync(1);
  assert.deepEqual(names(page), ["late"]);
});

test("without keepalive, what is left at hide goes by sendBeacon, or else by fetch", async () => {
  for (const accepts of [true, false]) {
    const page = openPage({
      before: (window) => Object.assign(window, { Request: class {} }),
      answer: ({ by }) => (by == "sendBeacon" && !accepts ? "fail" : { status: 202 }),
    });
    await page.clock.tickAsync(5);
    assert.equal(page.requests[0]!.by, "fetch");
    page.call("event", "bye");
    page.setVisible(false);
    await page.clock.tickAsync(1);
    assert.deepEqual(
      page.requests.slice(1).map(({ by }) => by),
      accepts ? ["sendBeacon"] : ["sendBeacon", "fetch"],
    );
    assert.deepEqual(names(page), ["bye"]);
  }
});

test("a page that replaces fetch later neither sees nor breaks the beacons", async () => {
  const page = openPage();
  let seen = 0;
  page.window.fetch = () => {
    seen++;
    throw new Error("broken");
  };
  await page.clock.tickAsync(5);
  assert.equal(seen, 0);
  assert.equal(page.received().length, 1);
});
