import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, START } from "./browser-page.ts";

test("the first pageview, in the shape of the contract", async () => {
  const page = openPage({
    referrer: "https://www.google.com/",
    before: (window) => {
      Object.defineProperty(window.screen, "width", { value: 390 });
      Object.defineProperty(window.screen, "height", { value: 844 });
    },
  });
  await page.beat();

  assert.equal(page.requests.length, 1);
  const { beacon } = page.requests[0]!;
  const { id, ...event } = beacon.events[0]!;
  assert.match(id, /^[!-~]{12,64}$/);
  assert.deepEqual(event, {
    type: "pageview",
    at: START,
    url: "https://shop.example/start?utm_source=news",
    referrer: "https://www.google.com/",
    title: "Start",
    screen: [390, 844],
  });
  assert.equal(beacon.site, "SITE");
  assert.ok(beacon.sent_at >= START && beacon.sent_at <= START + 1_001);
  assert.equal(beacon.webdriver || false, false);
});

test("a direct visit has no referrer", async () => {
  const page = openPage();
  await page.beat();
  assert.ok(!page.received()[0]!.referrer);
});

test("a page of the same origin is no referrer: it might be one that is masked", async () => {
  for (const [referrer, sent] of [
    ["https://shop.example/users/1?token=secret", ""],
    ["https://shop.example/", ""],
    ["https://www.shop.example/users/1", "https://www.shop.example/users/1"],
    ["https://shop.example.test/", "https://shop.example.test/"],
  ]) {
    const page = openPage({ referrer: referrer! });
    await page.beat();
    assert.equal(page.received()[0]!.referrer, sent);
  }
});

test("pages get different event ids, and so do the events of a page", async () => {
  const first = openPage();
  const second = openPage();
  first.call("event", "a");
  first.call("event", "b");
  await first.beat();
  await second.beat();
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
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests.length, 0);

  page.window.document.dispatchEvent(new page.window.Event("prerenderingchange"));
  await page.beat();
  assert.deepEqual(
    page.received().map(({ type, name, at }) => [name ?? type, at]),
    [
      ["pageview", START + 5_000],
      ["early", START + 5_000],
    ],
  );
});

test("a page restored from the back/forward cache is counted again, a normal pageshow is not", async () => {
  const page = openPage({ referrer: "https://www.google.com/" });
  const pageshow = (persisted: boolean) =>
    page.window.dispatchEvent(new page.window.PageTransitionEvent("pageshow", { persisted }));
  pageshow(false);
  await page.beat();
  assert.equal(page.received().length, 1);
  pageshow(true);
  await page.beat();
  const [, again] = page.received().filter(({ type }) => type == "pageview");
  assert.equal(again!.url, "https://shop.example/start?utm_source=news");
  assert.ok(!again!.referrer);
});
