import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle } from "../bundle.mjs";
import { openPage } from "./browser-page.ts";

const endpoint = async (api: string, source = bundle()) => {
  const page = openPage({ attributes: { "data-api": api }, source });
  await page.clock.tickAsync(5);
  return page.requests[0]!.url;
};

test("the built script holds the placeholder once, as a string literal", () => {
  assert.equal(bundle().split("__LI_API__").length, 2);
  assert.equal(bundle().split('"__LI_API__"').length, 2);
});

test("the collector is data-api, else what the server wrote, else the script's own server", async () => {
  const served = bundle().replace("__LI_API__", "https://default.example/prod");
  assert.equal(await endpoint("https://c.example/", served), "https://c.example/events");
  assert.equal(await endpoint("", served), "https://default.example/prod/events");
  assert.equal(await endpoint(""), "https://dash.example/events");
  assert.equal(await endpoint("/collect"), "https://dash.example/collect/events");
});

for (const [name, signal] of [
  ["Global Privacy Control", { globalPrivacyControl: true }],
  ["Do Not Track", { doNotTrack: "1" }],
] as const) {
  const open = (attributes: Record<string, string>) =>
    openPage({
      attributes,
      before: ({ navigator }) => {
        for (const [key, value] of Object.entries(signal)) {
          Object.defineProperty(navigator, key, { value });
        }
      },
    });

  test(`${name} stops everything`, async () => {
    const page = open({});
    page.call("event", "signup");
    page.window.history.pushState(null, "", "/next");
    await page.clock.tickAsync(100_000);
    page.setVisible(false);
    assert.equal(page.requests.length, 0);
  });

  test(`${name} can be overruled by the site`, async () => {
    const page = open({ "data-respect-dnt": "false" });
    await page.clock.tickAsync(5);
    assert.equal(page.requests.length, 1);
  });
}

test("a browser that does not object is counted", async () => {
  const page = openPage({
    before: ({ navigator }) => {
      Object.defineProperty(navigator, "globalPrivacyControl", { value: false });
      Object.defineProperty(navigator, "doNotTrack", { value: "0" });
    },
  });
  await page.clock.tickAsync(5);
  assert.equal(page.requests.length, 1);
});

test("automation is flagged on the beacon unless the site allows it", async () => {
  for (const [attributes, flag] of [
    [{}, true],
    [{ "data-webdriver": "allow" }, undefined],
  ] as const) {
    const page = openPage({
      attributes,
      before: ({ navigator }) => Object.defineProperty(navigator, "webdriver", { value: true }),
    });
    await page.clock.tickAsync(5);
    assert.equal(page.requests[0]!.beacon.webdriver, flag);
  }
});

test("without a site key nothing happens and nothing breaks", async () => {
  const page = openPage({ attributes: { "data-site": "" } });
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests.length, 0);
});

test("no cookie and no storage is used", async () => {
  const page = openPage();
  page.call("event", "a");
  await page.clock.tickAsync(70_000);
  assert.equal(page.window.document.cookie, "");
  assert.equal(page.window.localStorage.length + page.window.sessionStorage.length, 0);
});
