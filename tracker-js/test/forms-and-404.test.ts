import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage } from "./browser-page.ts";

const counted = (page: BrowserPage) =>
  page.received().flatMap(({ name, props, interactive }) => (name ? [[name, props, interactive]] : []));
const FORM = `<form><input name=a required><button>`;

test("a form that is sent counts once, also when the page sends it itself", async () => {
  const page = openPage({ html: FORM });
  const { document } = page.window;
  document.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("button")!.click();
  document.querySelector("input")!.value = "filled";
  document.querySelector("button")!.click();
  await page.beat();
  assert.deepEqual(counted(page), [["Form: Submission", undefined, undefined]]);
});

test("forms can be left out", async () => {
  const page = openPage({ html: FORM, attributes: { "data-auto": "pageviews" } });
  page.window.document.querySelector("form")!.dispatchEvent(new page.window.Event("submit"));
  await page.beat();
  assert.deepEqual(counted(page), []);
});

test("a page that was not found counts as 404, which is no interaction", async () => {
  const page = openPage({ status: 404 });
  await page.beat();
  assert.deepEqual(counted(page), [["404", undefined, false]]);
  page.window.history.pushState(null, "", "/next");
  await page.beat();
  assert.equal(counted(page).length, 1);
});

test("404 can be left out, and its page is masked", async () => {
  const without = openPage({ status: 404, attributes: { "data-auto": "pageviews" } });
  await without.beat();
  assert.deepEqual(counted(without), []);
  const masked = openPage({ status: 404, attributes: { "data-mask": "/st*" } });
  await masked.beat();
  assert.equal(masked.received()[1]!.url, "https://shop.example/st*?utm_source=news");
});

test("browsers that do not tell the status go on", async () => {
  const page = openPage({
    before: ({ performance }) => Object.assign(performance, { getEntriesByType: () => [] }),
  });
  page.call("event", "a");
  await page.beat();
  assert.deepEqual(counted(page), [["a", undefined, undefined]]);
});
