import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage, type PageOptions } from "./browser-page.ts";

const urls = (page: BrowserPage) =>
  page
    .received()
    .filter(({ type }) => type == "pageview")
    .map(({ url }) => url.replace("https://shop.example", ""));
const START_PAGE = "/start?utm_source=news";

/** Addresses of the pageviews after these moves, half a second apart. */
async function visit(options: PageOptions, ...moves: ((page: BrowserPage) => void)[]) {
  const page = openPage(options);
  for (const move of moves) {
    await page.clock.tickAsync(500);
    move(page);
  }
  await page.clock.tickAsync(2_000);
  return urls(page);
}
const push = (url: string) => (page: BrowserPage) => page.window.history.pushState(null, "", url);
const replace = (url: string) => (page: BrowserPage) =>
  page.window.history.replaceState(null, "", url);
const back = (page: BrowserPage) => page.window.history.back();
const fragment = (hash: string) => (page: BrowserPage) => {
  page.window.location.hash = hash;
};

test("pushState, replaceState to another path, and popstate count", async () => {
  assert.deepEqual(await visit({}, push("/a"), replace("/b"), back), [
    START_PAGE,
    "/a",
    "/b",
    START_PAGE,
  ]);
});

test("another query is no other page, pushed or replaced", async () => {
  assert.deepEqual(await visit({}, replace("/start?filter=red"), push("/start?page=2"), back), [START_PAGE]);
});

test("pages that are passed through at once all count", async () => {
  const both = (page: BrowserPage) => {
    push("/login")(page);
    replace("/account")(page);
  };
  assert.deepEqual(await visit({}, both), [START_PAGE, "/login", "/account"]);
});

test("fragments and unchanged addresses do not count", async () => {
  const again = (page: BrowserPage) => replace(page.window.location.href)(page);
  assert.deepEqual(
    await visit({}, push("#section"), push(""), again, fragment("other"), back),
    [START_PAGE],
  );
});

test("with hash routing fragments are pages", async () => {
  const options = { url: "https://shop.example/app?utm_source=news#/", attributes: { "data-hash": "" } };
  assert.deepEqual(await visit(options, fragment("/a"), push("#/b"), replace("#/c"), back), [
    "/app%23/?utm_source=news",
    "/app%23/a?utm_source=news",
    "/app%23/b?utm_source=news",
    "/app%23/c?utm_source=news",
    "/app%23/a?utm_source=news",
  ]);
});

test("pageviews of navigation have the title set shortly afterwards, and no referrer", async () => {
  const page = openPage({ referrer: "https://www.google.com/" });
  await page.clock.tickAsync(950);
  page.window.history.pushState(null, "", "/a");
  const at = page.window.Date.now();
  await page.clock.tickAsync(200);
  page.window.document.title = "Page A";
  await page.beat();
  const [first, event] = page.received().filter(({ type }) => type == "pageview");
  assert.equal(first!.title, "Start");
  assert.equal(event!.title, "Page A");
  assert.equal(event!.at, at);
  assert.ok(!event!.referrer);
});

test("the answer to a request does not send a new page on before its title is set", async () => {
  const page: BrowserPage = openPage({
    answer: (_, count) => {
      if (count == 1) push("/a")(page);
      return { status: 202 };
    },
  });
  await page.clock.tickAsync(700);
  page.window.document.title = "Page A";
  await page.beat();
  assert.equal(page.received().find(({ url }) => url.endsWith("/a"))?.title, "Page A");
});

test("works with wrappers put around pushState before and after the tracker", async () => {
  const calls: string[] = [];
  const wrap = (window: { history: History }, name: string) => {
    const original = window.history.pushState;
    window.history.pushState = function (...args) {
      calls.push(name);
      original.apply(this, args);
    };
  };
  const page = openPage({ before: (window) => wrap(window, "before") });
  wrap(page.window, "after");
  push("/a")(page);
  await page.beat();
  assert.deepEqual(calls, ["after", "before"]);
  assert.deepEqual(urls(page), [START_PAGE, "/a"]);
});

test("changes that by-pass the wrappers are noticed within a second, once", async () => {
  const direct = ({ window }: BrowserPage) =>
    window.History.prototype.pushState.call(window.history, null, "", "/direct");
  assert.deepEqual(await visit({}, direct, () => {}, () => {}, push("/wrapped")), [
    START_PAGE,
    "/direct",
    "/wrapped",
  ]);
});

test("errors of pushState itself reach the page as ever", () => {
  const page = openPage();
  assert.throws(
    () => page.window.history.pushState(null, "", "https://other.example/"),
    { name: "SecurityError" },
  );
});

test("without automatic pageviews, navigation counts nothing", async () => {
  assert.deepEqual(await visit({ attributes: { "data-auto": "forms" } }, push("/a"), back), []);
});
