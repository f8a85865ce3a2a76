import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type MeasuredPage } from "./measured-page.ts";

/** A page that was painted, shifted a little, and reacted to a click. */
async function usedPage(before?: Parameters<typeof openPage>[0]): Promise<MeasuredPage> {
  const page = openPage(before);
  await page.report("paint", { name: "first-contentful-paint", startTime: 512.34 });
  await page.report("largest-contentful-paint", { startTime: 700 }, { startTime: 1_234.56, id: "hero" });
  await page.report("layout-shift", { value: 0.0123456, startTime: 900, hadRecentInput: false });
  await page.report("event", { interactionId: 7, name: "click", startTime: 2_000, duration: 96, entryType: "event" });
  return page;
}

test("each of the five leaves once, as an event that is no interaction, when its value is final", async () => {
  const page = await usedPage();
  assert.deepEqual(page.values(), { TTFB: "120.5", FCP: "512.3" });
  page.hide();
  assert.deepEqual(page.values(), { TTFB: "120.5", FCP: "512.3", LCP: "1234.6", CLS: "0.0123", INP: "96" });
  assert.equal(page.events().length, 5);
  for (const [name, { interactive, props }] of page.events()) {
    assert.equal(name, "web-vital");
    assert.equal(interactive, false);
    assert.deepEqual(Object.keys(props), ["name", "value"]);
    assert.match(props["value"]!, /^\d+(\.\d+)?$/);
  }
});

test("values that come when the page may be gone make the tracker send at once, unheard by the page", async () => {
  const page = await usedPage();
  let known: string[] = [];
  let heard = 0;
  page.window.addEventListener("online", () => (known = Object.keys(page.values())), true);
  page.window.addEventListener("online", () => heard++);
  page.hide();
  await Promise.resolve();
  assert.deepEqual(known.toSorted(), ["CLS", "FCP", "INP", "LCP", "TTFB"]);
  assert.equal(heard, 0);
});

test("a page that is looked at again is not measured twice", async () => {
  const page = await usedPage();
  page.hide();
  page.show();
  await page.report("layout-shift", { value: 0.5, startTime: 9_000, hadRecentInput: false });
  await page.report("event", { interactionId: 14, name: "click", startTime: 9_100, duration: 480, entryType: "event" });
  page.hide();
  assert.equal(page.events().length, 5);
});

test("a page from the back/forward cache is measured as a page of its own", async () => {
  const page = await usedPage();
  page.hide();
  page.show();
  page.window.dispatchEvent(new page.window.PageTransitionEvent("pageshow", { persisted: true }));
  await new Promise((done) => setTimeout(done, 100));
  page.hide();
  const names = page.events().map(([, { props }]) => props["name"]);
  assert.deepEqual(names.slice(5).toSorted(), ["CLS", "FCP", "LCP", "TTFB"]);
});

test("a shift so small that JavaScript would write an exponent is written as a plain number", async () => {
  const page = openPage();
  await page.report("paint", { name: "first-contentful-paint", startTime: 500 });
  await page.report("layout-shift", { value: 1e-7, startTime: 900, hadRecentInput: false });
  page.hide();
  assert.equal(page.values()["CLS"], "0");
});

test("what is measured before the tracker is there waits for it", async () => {
  const page = await usedPage((window) => delete (window as Partial<MeasuredPage["window"]>).liveinsight);
  page.hide();
  const calls = page.window.liveinsight!.q as unknown as Iterable<unknown>[];
  const waiting = calls.map((call) => [...call]);
  assert.equal(waiting.length, 5);
  assert.deepEqual(waiting[0]!.slice(0, 2), ["event", "web-vital"]);
});

test("the file included twice measures once", async () => {
  const page = await usedPage();
  page.runScript();
  page.hide();
  assert.equal(page.events().length, 5);
});

test("a tracker that fails, and a browser without the interfaces, trouble nobody", async () => {
  const page = await usedPage((window) =>
    Object.assign(window, {
      liveinsight: () => {
        throw new Error("broken");
      },
    }),
  );
  page.hide();
  const old = openPage((window) => {
    Object.assign(window, { PerformanceObserver: undefined });
    Object.assign(window.performance, { getEntriesByType: undefined });
  });
  old.hide();
  assert.deepEqual(old.events(), []);
});
