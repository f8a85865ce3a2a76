import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage } from "./browser-page.ts";

const urls = (page: BrowserPage) =>
  page
    .received()
    .filter(({ type }) => type == "pageview")
    .map(({ url }) => url.replace("https://shop.example", ""));
const START_PAGE = "/start?utm_source=news";

test("pushState, replaceState to another path, and popstate count", async () => {
  const page = openPage();
  const { history } = page.window;
  await page.clock.tickAsync(200);
  history.pushState(null, "", "/a");
  await page.clock.tickAsync(200);
  history.replaceState(null, "", "/b");
  await page.clock.tickAsync(200);
  history.back();
  await page.clock.tickAsync(200);
  assert.deepEqual(urls(page), [START_PAGE, "/a", "/b", START_PAGE]);
});

test("a new query counts when pushed, and not when replaced", async () => {
  const page = openPage();
  const { history } = page.window;
  history.replaceState(null, "", "/start?filter=red");
  history.pushState(null, "", "/start?filter=red");
  history.pushState(null, "", "/start?page=2");
  await page.clock.tickAsync(300);
  assert.deepEqual(urls(page), [START_PAGE, "/start?page=2"]);
});

test("fragments and unchanged addresses do not count", async () => {
  const page = openPage();
  const { history, location } = page.window;
  history.pushState(null, "", "#section");
  history.pushState({ modal: true }, "");
  history.replaceState(null, "", location.href);
  location.hash = "other";
  history.back();
  await page.clock.tickAsync(300);
  assert.equal(location.hash, "#section");
  assert.deepEqual(urls(page), [START_PAGE]);
});

test("pageviews of navigation have the title set shortly afterwards, and no referrer", async () => {
  const page = openPage({ referrer: "https://www.google.com/" });
  await page.clock.tickAsync(5);
  page.window.history.pushState(null, "", "/a");
  await page.clock.tickAsync(30);
  page.window.document.title = "Page A";
  await page.clock.tickAsync(250);
  const event = page.received()[1]!;
  assert.equal(event.title, "Page A");
  assert.ok(!("referrer" in event));
});

test("an event that waits for company does not take a new page along before its title is set", async () => {
  const page = openPage();
  await page.clock.tickAsync(5);
  page.window.liveinsight!("event", "ping");
  await page.clock.tickAsync(980);
  page.window.history.pushState(null, "", "/a");
  await page.clock.tickAsync(50);
  page.window.document.title = "Page A";
  await page.clock.tickAsync(60);
  assert.equal(page.received().find(({ url }) => url.endsWith("/a") )?.title, "Page A");
  assert.ok(page.received().some(({ name }) => name == "ping"));
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
  page.window.history.pushState(null, "", "/a");
  await page.clock.tickAsync(300);
  assert.deepEqual(calls, ["after", "before"]);
  assert.deepEqual(urls(page), [START_PAGE, "/a"]);
});

test("the Navigation API reports changes that by-pass the wrappers, once", async () => {
  let navigation: EventTarget | undefined;
  const page = openPage({
    before: (window) => {
      navigation = new window.EventTarget();
      Object.assign(window, { navigation });
    },
  });
  const { History, Event, history } = page.window;
  const changed = (navigationType: string) =>
    navigation!.dispatchEvent(
      Object.assign(new Event("currententrychange"), { navigationType }),
    );
  History.prototype.pushState.call(history, null, "", "/direct");
  changed("push");
  History.prototype.replaceState.call(history, null, "", "/direct?filter=red");
  changed("replace");
  history.pushState(null, "", "/wrapped");
  changed("push");
  await page.clock.tickAsync(300);
  assert.deepEqual(urls(page), [START_PAGE, "/direct", "/wrapped"]);
});

test("errors of pushState itself reach the page as ever", () => {
  const page = openPage();
  assert.throws(
    () => page.window.history.pushState(null, "", "https://other.example/"),
    { name: "SecurityError" },
  );
});
