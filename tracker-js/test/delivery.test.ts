import assert from "node:assert/strict";
import { test } from "node:test";
import { retryDelay } from "../src/backoff.ts";
import { openPage, START, type Answer, type BrowserPage } from "./browser-page.ts";

const names = (page: BrowserPage) => page.received().flatMap(({ name }) => name ?? []);
const sentAt = (page: BrowserPage) => page.requests.map(({ beacon }) => beacon.sent_at - START);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `e${i}`);

test("events wait up to half a second for company", async () => {
  const page = openPage();
  page.call("event", "a");
  await page.clock.tickAsync(400);
  page.call("event", "b");
  assert.equal(page.requests.length, 0);
  await page.clock.tickAsync(110);
  assert.equal(page.requests.length, 1);
  assert.deepEqual(
    page.received().map(({ type, name }) => name ?? type),
    ["pageview", "a", "b"],
  );
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests.length, 1);
});

test("the request needs no preflight, and outlives its page", async () => {
  const page = openPage();
  await page.beat();
  const { url, init } = page.requests[0]!;
  assert.equal(url, "https://c.example/events");
  assert.deepEqual(
    { ...init, body: undefined },
    { method: "POST", body: undefined, keepalive: true },
  );
});

for (const failure of ["fail", { status: 500 }, { status: 503 }, { status: 429 }] as Answer[]) {
  test(`after ${JSON.stringify(failure)} the same events are sent again, later each time`, async () => {
    const page = openPage({ answer: (_, count) => (count <= 4 ? failure : { status: 202 }) });
    await page.clock.tickAsync(60_000);
    const [first, ...others] = page.requests.map(({ beacon }) => beacon.events);
    for (const events of others.slice(0, 4)) assert.deepEqual(events[0], first![0]);
    const times = sentAt(page);
    times.slice(1, 5).forEach((time, i) => {
      const waited = time - times[i]!;
      assert.ok(waited >= 1000 * 2 ** i && waited <= 2000 * 2 ** i + 1_000, `${i}: ${waited} ms`);
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
  await page.beat();
  page.call("event", "b");
  await page.clock.tickAsync(900);
  assert.equal(page.requests.length, 1);
  await page.clock.tickAsync(4_000);
  assert.deepEqual(
    page.received().map(({ type, name }) => name ?? type),
    ["pageview", "a", "b"],
  );
});

test("the wait stays bounded during a long outage, and never ends", async () => {
  for (const failures of [10, 100, 10_000]) {
    const wait = retryDelay(failures);
    assert.ok(wait >= 600_000 && wait <= 1_200_000, `${wait} ms`);
  }
  const page = openPage({ answer: () => "fail" });
  await page.clock.tickAsync(3_600_000);
  assert.ok(page.requests.length >= 9 && page.requests.length <= 15, `${page.requests.length}`);
});

test("an outage that is over is forgotten", async () => {
  let up = false;
  const page = openPage({ answer: () => (up ? { status: 202 } : "fail") });
  await page.clock.tickAsync(100_000);
  up = true;
  page.window.dispatchEvent(new page.window.Event("online"));
  await page.clock.tickAsync(1);
  assert.equal(page.received()[0]!.type, "pageview");
  page.call("event", "next");
  await page.beat();
  assert.ok(names(page).includes("next"));
});

for (const status of [400, 403, 404, 413]) {
  test(`${status} drops the events and later ones are sent`, async () => {
    const page = openPage({ answer: (_, count) => ({ status: count == 1 ? status : 202 }) });
    await page.beat();
    page.call("event", "later");
    await page.beat();
    assert.equal(page.requests.length, 2);
    assert.deepEqual(names(page), ["later"]);
  });
}

test("beacons may be taken in part, so that a wrong event takes no others with it", async () => {
  const page = openPage();
  page.call("event", "n".repeat(200));
  await page.beat();
  assert.equal((page.requests[0]!.beacon as { partial?: boolean }).partial, true);
});

test("1,000 events at once arrive once, in order, at most 50 a beacon", async () => {
  const page = openPage();
  await page.beat();
  for (const name of numbered(1_000)) page.call("event", name);
  await page.beat();
  assert.deepEqual(names(page), numbered(1_000));
  assert.ok(page.requests.every(({ beacon }) => beacon.events.length <= 50));
  assert.equal(page.requests.length, 21);
});

test("answers are read to the end, or Chromium holds their requests against the limit", async () => {
  const page = openPage();
  await page.beat();
  assert.equal(page.requests[0]!.response!.bodyUsed, true);
});

test("what is too large for the collector or the browser is sent in smaller beacons", async () => {
  const page = openPage({
    answer: ({ body }) => (Buffer.byteLength(body) > 64_000 ? "fail" : { status: 202 }),
  });
  for (const name of numbered(40)) page.call("event", name, { props: { text: "가".repeat(1_500) } });
  await page.clock.tickAsync(60_000);
  assert.deepEqual(names(page), numbered(40));
});

test("at hide everything goes at once", async () => {
  const page = openPage({ answer: (_, count) => (count == 1 ? { status: 202 } : "hang") });
  await page.beat();
  for (const name of numbered(120)) page.call("event", name);
  page.setVisible(false);
  const later = page.requests.slice(1);
  assert.equal(later.length, 3);
  assert.deepEqual(
    later.flatMap(({ beacon }) => beacon.events.flatMap(({ name }) => name ?? [])),
    numbered(120),
  );
});

test("memory is bounded while the collector is away", async () => {
  let up = false;
  const page = openPage({ answer: () => (up ? { status: 202 } : "fail") });
  for (const name of numbered(2_500)) page.call("event", name);
  await page.clock.tickAsync(10_000);
  up = true;
  await page.clock.tickAsync(60_000);
  assert.deepEqual(names(page), numbered(2_000));
});

test("a hanging request does not hold back the events of a page that is left", async () => {
  const page = openPage({ answer: (_, count) => (count == 1 ? "hang" : { status: 202 }) });
  await page.beat();
  page.call("event", "late");
  await page.clock.tickAsync(2_000);
  assert.equal(page.requests.length, 1);
  page.setVisible(false);
  await page.clock.tickAsync(1);
  assert.deepEqual(names(page), ["late"]);
});

test("what happens within the first half second is sent when the page is left", async () => {
  const page = openPage();
  await page.clock.tickAsync(10);
  page.window.history.pushState(null, "", "/next");
  page.call("event", "bye");
  page.setVisible(false);
  await page.clock.tickAsync(1);
  assert.equal(page.requests.length, 1);
  assert.deepEqual(
    page.received().map(({ type, name, url }) => [name ?? type, new URL(url).pathname]),
    [
      ["pageview", "/start"],
      ["pageview", "/next"],
      ["bye", "/next"],
    ],
  );
});

test("a page that replaces fetch later neither sees nor breaks the beacons", async () => {
  const page = openPage();
  let seen = 0;
  page.window.fetch = () => {
    seen++;
    throw new Error("broken");
  };
  await page.beat();
  assert.equal(seen, 0);
  assert.equal(page.received().length, 1);
});

test("a page whose fetch is broken from the start goes on, and nothing is written", async () => {
  const rejected: unknown[] = [];
  const note = (reason: unknown) => rejected.push(reason);
  process.on("unhandledRejection", note);
  for (const broken of [undefined, () => undefined, () => { throw new Error("broken"); }]) {
    const page = openPage({ before: (window) => Object.assign(window, { fetch: broken }) });
    page.call("event", "a");
    await page.clock.tickAsync(60_000);
    page.setVisible(false);
    await page.clock.tickAsync(1);
    assert.deepEqual(page.messages, []);
  }
  await new Promise((done) => setImmediate(done));
  process.off("unhandledRejection", note);
  assert.deepEqual(rejected, []);
});
