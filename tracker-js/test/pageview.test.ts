import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, START } from "./browser-page.ts";

test("the first pageview is sent at once, in the shape of the contract", async () => {
  const page = openPage({
    referrer: "https://www.google.com/",
    before: (window) => {
      Object.defineProperty(window.screen, "width", { value: 390 });
      Object.defineProperty(window.screen, "height", { value: 844 });
    },
  });
  await page.clock.tickAsync(5);

  assert.equal(page.requests.length, 1);
  const { url, init, beacon } = page.requests[0]!;
  assert.equal(url, "https://c.example/events");
  assert.deepEqual(
    { ...init, body: undefined },
    {
      method: "POST",
      body: undefined,
      credentials: "omit",
      keepalive: true,
    },
  );
  const { id, ...event } = beacon.events[0]!;
  assert.match(id, /^[\w.]{12,60}$/);
  assert.deepEqual(event, {
    type: "pageview",
    at: START,
    url: "https://shop.example/start?utm_source=news",
    referrer: "https://www.google.com/",
    title: "Start",
    screen: [390, 844],
    language: "en-US",
  });
  assert.deepEqual(Object.keys(beacon), ["site", "sent_at", "events"]);
  assert.equal(beacon.site, "SITE");
  assert.ok(beacon.sent_at >= START && beacon.sent_at <= START + 5);
});

test("a direct visit has no referrer field", async () => {
  const page = openPage();
  await page.clock.tickAsync(5);
  assert.ok(!("referrer" in page.received()[0]!));
});

test("pages get different event ids, and so do the events of a page", async () => {
  const first = openPage();
  const second = openPage();
  first.call("event", "a");
  first.call("event", "b");
  await first.clock.tickAsync(2000);
  await second.clock.tickAsync(2000);
  const ids = [...first.received(), ...second.received()].map((event) => event.id);
  assert.equal(ids.length, 4);
  assert.equal(new Set(ids).size, 4);
});

test("a prerendered page is counted when it is activated, with the calls made before", async () => {
  const page = openPage({
    before: ({ document }) =>
      Object.defineProperty(document, "prerendering", { value: true, configurable: true }),
  });
  page.call("event", "early");
  await page.clock.tickAsync(5000);
  assert.equal(page.requests.length, 0);

  page.window.document.dispatchEvent(new page.window.Event("prerenderingchange"));
  await page.clock.tickAsync(2000);
  assert.deepEqual(
    page.received().map(({ type, name, at }) => [type, name, at]),
    [
      ["pageview", undefined, START + 5000],
      ["event", "early", START + 5000],
    ],
  );
});

test("a page restored from the back/forward cache is counted again, a normal pageshow is not", async () => {
  const page = openPage({ referrer: "https://www.google.com/" });
  const pageshow = (persisted: boolean) =>
    page.window.dispatchEvent(new page.window.PageTransitionEvent("pageshow", { persisted }));
  pageshow(false);
  await page.clock.tickAsync(100);
  assert.equal(page.received().length, 1);
  pageshow(true);
  await page.clock.tickAsync(100);
  assert.deepEqual(
    page.received().map(({ type, referrer }) => [type, referrer]),
    [
      ["pageview", "https://www.google.com/"],
      ["pageview", undefined],
    ],
  );
});
