import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage, type PageOptions } from "./browser-page.ts";

const names = (page: BrowserPage) => page.received().flatMap(({ name }) => name ?? []);
const storedIn = (page: BrowserPage) => ({ ...page.window.localStorage });
const openStoring = (options: PageOptions = {}) =>
  openPage({ attributes: { "data-store": "" }, ...options });

/** What a page that cannot reach the collector leaves behind. */
async function leftBehind(name: string, options: PageOptions = {}): Promise<Record<string, string>> {
  const page = openStoring({ answer: () => "fail", ...options });
  page.call("event", name);
  page.setVisible(false);
  await page.clock.tickAsync(1);
  return storedIn(page);
}

test("without permission nothing is kept in the browser", async () => {
  for (const attributes of [{}, { "data-store": "false" }]) {
    assert.deepEqual(await leftBehind("a", { attributes }), {});
  }
});

test("what a page could not send, the next page sends, once", async () => {
  const stored = await leftBehind("a");
  const next = openStoring({ stored });
  const kept = names(next);
  await next.beat();
  assert.deepEqual([...kept, ...names(next)], ["a"]);
  assert.equal(next.requests.length, 1);
  assert.ok(!Object.values(storedIn(next)).join("").includes('"a"'));

  const later = openStoring({ stored: storedIn(next) });
  await later.beat();
  assert.deepEqual(names(later), []);
});

test("the ids stay the same", async () => {
  const stored = await leftBehind("a");
  const [before] = Object.values(stored);
  const next = openStoring({ stored });
  await next.beat();
  const { id } = next.received().find(({ name }) => name == "a")!;
  assert.ok(before!.includes(`"${id}"`));
});

test("two pages that are open do not overwrite each other", async () => {
  const first = await leftBehind("a");
  const stored = await leftBehind("b", { before: (window) => Object.assign(window.localStorage, first) });
  assert.ok(Object.values(stored).join("").includes('"b"'));
  const next = openStoring({ stored: { ...first, ...stored } });
  await next.beat();
  assert.deepEqual(new Set(names(next)), new Set(["a", "b"]));
});

test("a page whose events have arrived leaves none of them behind", async () => {
  const page = openStoring();
  page.call("event", "a");
  page.setVisible(false);
  assert.match(Object.values(storedIn(page)).join(""), /"a"/);
  await page.beat();
  assert.deepEqual(Object.values(storedIn(page)), ["[]"]);
});

test("what was kept by an outdated or hostile page does no harm", async () => {
  const page = openStoring({
    stored: { "liveinsight.0.5": '[{"broken', "liveinsight.0.6": '["no event"]', "liveinsight.mine": "stays", other: "stays" },
    answer: ({ beacon }) => ({ status: beacon.site ? 202 : 400 }),
  });
  page.call("event", "a");
  await page.clock.tickAsync(5_000);
  assert.deepEqual(names(page), ["a"]);
  assert.equal(page.window.localStorage.getItem("liveinsight.mine"), "stays");
  assert.equal(page.window.localStorage.getItem("other"), "stays");
});

test("a full localStorage does not stop the sending", async () => {
  const page = openStoring({
    before: (window) => {
      window.Storage.prototype.setItem = () => {
        throw new Error("QuotaExceededError");
      };
    },
  });
  page.call("event", "a");
  await page.beat();
  assert.deepEqual(names(page), ["a"]);
  assert.deepEqual(page.messages, []);
});
