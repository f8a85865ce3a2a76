import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage } from "./browser-page.ts";

const STUB =
  "window.liveinsight=window.liveinsight||function(){(liveinsight.q=liveinsight.q||[]).push(arguments)}";
const labels = (page: BrowserPage) => page.received().map(({ type, name }) => name ?? type);

test("custom events carry name, properties, revenue and the address of the page", async () => {
  const page = openPage();
  const options = { props: { plan: "pro" }, revenue: { amount: "19.90", currency: "USD" } };
  page.call("event", "signup", options);
  options.props.plan = "changed afterwards";
  await page.beat();
  const { id: _id, at: _at, ...event } = page.received()[1]!;
  assert.deepEqual(event, {
    type: "event",
    url: "https://shop.example/start?utm_source=news",
    name: "signup",
    props: { plan: "pro" },
    revenue: { amount: "19.90", currency: "USD" },
  });
});

test("an event that is not interactive says so", async () => {
  const page = openPage();
  page.call("event", "played", { interactive: false });
  page.call("event", "clicked");
  await page.beat();
  assert.deepEqual(
    page.received().map(({ interactive }) => interactive),
    [undefined, false, undefined],
  );
});

test("wrong calls neither throw nor send anything, nor spoil right ones", async () => {
  const page = openPage();
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  page.call();
  page.call("event");
  page.call("event", "");
  page.call("event", "circular", { props: circular });
  page.call("event", "huge", { props: { text: "x".repeat(70_000) } });
  page.call("event", "x".repeat(70_000));
  page.call("pageview", { url: "http://[" });
  page.call("noSuchCommand", 1);
  page.call("event", "null", null);
  page.call("event", "right");
  await page.beat();
  assert.deepEqual(labels(page), ["pageview", "null", "right"]);
  assert.deepEqual(page.messages, []);
});

test("calls kept by the stub are replayed after the first pageview", async () => {
  const page = openPage({
    before: (window) => {
      window.eval(STUB);
      window.eval('liveinsight("event", "early", {props: {a: 1}}); liveinsight("event", "second")');
    },
  });
  page.call("event", "late");
  await page.beat();
  assert.deepEqual(
    page.received().map(({ type, name, props }) => [name ?? type, props]),
    [
      ["pageview", undefined],
      ["early", { a: 1 }],
      ["second", undefined],
      ["late", undefined],
    ],
  );
});

test("a script included twice counts once", async () => {
  for (const before of [() => {}, (window: { eval: (code: string) => void }) => window.eval(STUB)]) {
    const page = openPage({ before });
    const api = (page.window as unknown as Window).liveinsight;
    page.runScript();
    page.click("p");
    page.window.history.pushState(null, "", "/next");
    page.call("event", "once");
    await page.beat();
    assert.equal((page.window as unknown as Window).liveinsight, api);
    assert.deepEqual(labels(page), ["pageview", "pageview", "once"]);
    assert.deepEqual(page.messages, []);
  }
});

test("a page may count by hand, and name another address", async () => {
  const page = openPage({ attributes: { "data-auto": "" }, referrer: "https://www.google.com/" });
  await page.beat();
  assert.equal(page.requests.length, 0);
  page.call("pageview", { url: "/step/1?utm_source=a#secret" });
  await page.clock.tickAsync(3_000);
  page.call("pageview");
  page.setVisible(false);
  await page.clock.tickAsync(1);
  assert.deepEqual(
    page.received().map(({ type, url, referrer }) => [type, url, referrer || ""]),
    [
      ["pageview", "https://shop.example/step/1?utm_source=a", "https://www.google.com/"],
      ["engagement", "https://shop.example/step/1?utm_source=a", ""],
      ["pageview", "https://shop.example/start?utm_source=news", ""],
    ],
  );
});

test("identify names the visitor from then on, until it ends", async () => {
  const page = openPage();
  const user = () => (page.requests.at(-1)!.beacon as { user?: string | null }).user ?? undefined;
  await page.beat();
  assert.equal(user(), undefined);
  for (const [id, expected] of [
    ["user-123", "user-123"],
    [42, "42"],
    ["x".repeat(300), "x".repeat(300)],
    [undefined, undefined],
    ["back", "back"],
    ["", undefined],
    [null, undefined],
  ]) {
    page.call("identify", id);
    page.call("event", "done");
    await page.beat();
    assert.equal(user(), expected);
  }
  assert.equal(page.window.localStorage.length, 0);
});

test("optOut stops everything for this origin, optIn ends that", async () => {
  const page = openPage();
  page.call("event", "before");
  page.call("optOut");
  page.call("event", "after");
  page.window.history.pushState(null, "", "/next");
  await page.clock.tickAsync(70_000);
  page.setVisible(false);
  assert.equal(page.requests.length, 0);
  const stored = { ...page.window.localStorage };
  assert.deepEqual(Object.keys(stored), ["liveinsightOut"]);

  const next = openPage({ stored });
  next.call("event", "a");
  await next.beat();
  assert.equal(next.requests.length, 0);
  next.call("optIn");
  next.call("event", "b");
  await next.beat();
  assert.deepEqual(labels(next), ["b"]);
  assert.equal(next.window.localStorage.getItem("liveinsightOut"), "");
});

test("without a localStorage everything else works", async () => {
  const page = openPage({
    settings: { store: true },
    before: (window) =>
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new Error("SecurityError");
        },
      }),
  });
  page.call("optOut");
  page.call("optIn");
  page.call("event", "a");
  await page.beat();
  assert.deepEqual(labels(page), ["pageview", "a"]);
  assert.deepEqual(page.messages, []);
});
