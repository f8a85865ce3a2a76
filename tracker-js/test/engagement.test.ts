import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage } from "./browser-page.ts";

const engagement = (page: BrowserPage) =>
  page.received().filter(({ type }) => type == "engagement");
const total = (page: BrowserPage) =>
  engagement(page).reduce((sum, event) => sum + event.visible_ms!, 0);

test("time counts in seconds while visible and focused, and adds up over several events", async () => {
  const page = openPage();
  await page.clock.tickAsync(3_400);
  page.setFocused(false);
  await page.clock.tickAsync(10_000);
  page.setFocused(true);
  await page.clock.tickAsync(2_000);
  page.setVisible(false);
  await page.clock.tickAsync(60_000);
  page.setVisible(true);
  await page.clock.tickAsync(5_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(engagement(page).map(({ visible_ms }) => visible_ms), [3_000, 2_000, 5_000]);
});

test("a page that opens in the background is engaged from the moment it is shown", async () => {
  const page = openPage({
    before: ({ document }) => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.hasFocus = () => false;
    },
  });
  await page.clock.tickAsync(20_000);
  Object.defineProperty(page.window.document, "hidden", { value: false, configurable: true });
  page.window.document.hasFocus = () => true;
  page.setFocused(true);
  await page.clock.tickAsync(4_000);
  page.window.document.hasFocus = () => false;
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.equal(total(page), 4_000);
});

test("a page that stays open is reported each engaged minute, and not while it is hidden", async () => {
  const page = openPage();
  await page.clock.tickAsync(150_200);
  assert.deepEqual(engagement(page).map(({ visible_ms }) => visible_ms), [60_000, 60_000]);
  page.setVisible(false);
  await page.clock.tickAsync(300_000);
  assert.equal(total(page), 150_000);
});

test("sleep of the computer is not engagement", async () => {
  const page = openPage();
  await page.clock.tickAsync(2_000);
  // The clock goes on without any timer firing, as when a laptop sleeps.
  page.clock.jump(8 * 3_600_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.ok(total(page) <= 3_000, `${total(page)} ms`);
});

test("scroll depth is the greatest share of the page seen, an integer from 0 to 100", async () => {
  const page = openPage();
  page.setDocumentHeight(3_000);
  await page.clock.tickAsync(1_500);
  page.scrollTo(1_000);
  page.scrollTo(200);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(engagement(page).map(({ scroll_pct }) => scroll_pct), [60]);

  page.setVisible(true);
  page.scrollTo(2_500);
  await page.clock.tickAsync(1_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(
    engagement(page).map(({ visible_ms, scroll_pct }) => [visible_ms, scroll_pct]),
    [
      [1_500, 60],
      [1_000, 100],
    ],
  );
});

test("scroll depth goes by the page's height at the end, not by that of an empty frame", async () => {
  const page = openPage();
  await page.clock.tickAsync(2_000);
  page.setDocumentHeight(8_000);
  await page.clock.tickAsync(2_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(engagement(page).map(({ scroll_pct }) => scroll_pct), [10]);
});

test("scrolling in an unfocused window is not counted", async () => {
  const page = openPage();
  page.setDocumentHeight(8_000);
  await page.clock.tickAsync(1_500);
  page.setFocused(false);
  page.scrollTo(4_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(engagement(page).map(({ scroll_pct }) => scroll_pct), [10]);
});

test("nothing is reported when there is nothing new", async () => {
  const page = openPage();
  await page.clock.tickAsync(1_500);
  page.setFocused(false);
  for (let i = 0; i < 5; i++) {
    page.setFocused(true);
    await page.clock.tickAsync(50);
    page.setFocused(false);
  }
  await page.clock.tickAsync(2_000);
  assert.equal(engagement(page).length, 1);
});

test("moving the focus within the page reports nothing", async () => {
  const page = openPage({ html: "<input id=a><input id=b>" });
  for (const id of ["a", "b", "a"]) {
    await page.clock.tickAsync(2_000);
    page.window.document.getElementById(id)!.focus();
  }
  await page.clock.tickAsync(2_000);
  assert.equal(engagement(page).length, 0);
  page.setFocused(false);
  await page.clock.tickAsync(2_000);
  assert.equal(total(page), 8_000);
});

test("navigation ends the page that was left, before the pageview of the next", async () => {
  const page = openPage();
  page.setDocumentHeight(2_000);
  await page.clock.tickAsync(3_000);
  page.scrollTo(1_000);
  page.setDocumentHeight(20_000);
  page.window.history.pushState(null, "", "/next");
  page.scrollTo(0);
  await page.clock.tickAsync(4_000);
  page.setVisible(false);
  await page.clock.tickAsync(10);
  assert.deepEqual(
    page.received().map(({ type, url, visible_ms, scroll_pct }) => [
      type,
      new URL(url).pathname,
      visible_ms,
      scroll_pct,
    ]),
    [
      ["pageview", "/start", undefined, undefined],
      ["engagement", "/start", 3_000, 90],
      ["pageview", "/next", undefined, undefined],
      ["engagement", "/next", 4_000, 4],
    ],
  );
});
