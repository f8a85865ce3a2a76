import assert from "node:assert/strict";
import { test } from "node:test";
import { bundle } from "../bundle.mjs";
import { openPage } from "./browser-page.ts";

const endpoint = async (api: string, source = bundle()) => {
  const page = openPage({ attributes: { "data-api": api }, source });
  await page.clock.tickAsync(1_001);
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
    await page.clock.tickAsync(1_001);
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
  await page.clock.tickAsync(1_001);
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
    await page.clock.tickAsync(1_001);
    assert.equal(page.requests[0]!.beacon.webdriver || undefined, flag);
  }
});

test("without a site key nothing happens and nothing breaks", async () => {
  const page = openPage({ attributes: { "data-site": "" } });
  await page.clock.tickAsync(5_000);
  page.window.eval('window.liveinsight && liveinsight("event", "a")');
  assert.equal(page.requests.length, 0);
});

test("no cookie and no storage is used", async () => {
  const page = openPage();
  page.call("event", "a");
  await page.clock.tickAsync(70_000);
  assert.equal(page.window.document.cookie, "");
  assert.equal(page.window.localStorage.length + page.window.sessionStorage.length, 0);
});

test("window.liveinsightOptions wins over the attributes", async () => {
  const page = openPage({
    attributes: { "data-auto": "" },
    settings: { site: "OTHER", api: "https://d.example/x", auto: ["pageviews"], hash: true },
  });
  await page.beat();
  const [{ url, beacon }] = page.requests as [(typeof page.requests)[0]];
  assert.equal(url, "https://d.example/x/events");
  assert.equal(beacon.site, "OTHER");
  assert.equal(beacon.events[0]!.url, "https://shop.example/start%23top?utm_source=news");
});

for (const [off, on] of [
  [undefined, ""],
  ["false", "true"],
] as const) {
  test(`data-hash=${off} is off, data-hash="${on}" is on`, async () => {
    for (const [value, expected] of [
      [off, ""],
      [on, "%23top"],
    ] as const) {
      const page = openPage({ attributes: value == undefined ? {} : { "data-hash": value } });
      await page.beat();
      assert.equal(new URL(page.received()[0]!.url).pathname, "/start" + expected);
    }
  });
}

test("options of the page's code may be booleans", async () => {
  for (const hash of [true, false, undefined]) {
    const page = openPage({ settings: { hash } });
    await page.beat();
    assert.equal(new URL(page.received()[0]!.url).pathname, hash ? "/start%23top" : "/start");
  }
});

const sentPaths = async (attributes: Record<string, string>, paths: string[], settings?: object) => {
  const page = openPage({ attributes, ...(settings ? { settings } : {}), url: "https://shop.example/" });
  for (const path of paths) {
    page.window.history.pushState(null, "", path);
    page.call("event", "here");
    await page.clock.tickAsync(3_000);
  }
  page.setVisible(false);
  await page.clock.tickAsync(1);
  const sent = page.received().map(({ url }) => url.replace("https://shop.example", ""));
  return [...new Set(sent)];
};

test("nothing is sent from excluded paths", async () => {
  const paths = ["/admin", "/admin/a/b", "/preview", "/preview/x", "/a.html", "/axhtml", "/end"];
  const rest = ["/", "/admin", "/preview/x", "/axhtml", "/end"];
  const exclude = "/admin/*,/preview, /a\\.html";
  assert.deepEqual(await sentPaths({ "data-exclude": exclude }, paths), rest);
  assert.deepEqual(await sentPaths({}, paths, { exclude: exclude.split(",") }), rest);
  assert.deepEqual(await sentPaths({ "data-exclude": "" }, paths), ["/", ...paths]);
  assert.deepEqual(await sentPaths({ "data-exclude": "*" }, paths), []);
});

test("the path of a masked page is sent as the pattern, with the query", async () => {
  assert.deepEqual(
    await sentPaths({ "data-mask": "/users/*,/orders/*/pay" }, [
      "/users/42?utm_source=a$&b",
      "/users/43/edit",
      "/orders/1",
      "/orders/2/pay#x",
    ]),
    ["/", "/users/*?utm_source=a$&b", "/users/*", "/orders/1", "/orders/*/pay"],
  );
});

test("with hash routing, patterns see the fragment", async () => {
  assert.deepEqual(
    await sentPaths({ "data-hash": "", "data-mask": "/#/users/*", "data-exclude": "*#/admin" }, [
      "/?utm_source=a#/users/42",
      "/#/admin",
      "/#/b",
    ]),
    ["/", "/%23/users/*?utm_source=a", "/%23/b"],
  );
});

test("moving between masked pages counts each", async () => {
  const page = openPage({ attributes: { "data-mask": "/users/*" }, url: "https://shop.example/users/1" });
  page.window.history.pushState(null, "", "/users/2");
  await page.beat();
  assert.deepEqual(
    page.received().map(({ url }) => url),
    ["https://shop.example/users/*", "https://shop.example/users/*"],
  );
});

test("beforeSend sees each event with its title, and may change or withhold it", async () => {
  const seen: string[] = [];
  const page = openPage({
    settings: {
      beforeSend: (event: { type: string; name?: string; title?: string; props?: object }) => {
        seen.push(event.name ?? `${event.type} ${event.title}`);
        if (event.name == "throws") throw new Error("mine");
        if (event.name == "secret") return false;
        return { ...event, props: { seen: true } };
      },
    },
  });
  for (const name of ["secret", "throws", "fine"]) page.call("event", name);
  await page.beat();
  assert.deepEqual(seen, ["secret", "throws", "fine", "pageview Start"]);
  assert.deepEqual(
    page.received().map(({ type, name, props }) => [name ?? type, props]),
    [
      ["pageview", { seen: true }],
      ["fine", { seen: true }],
    ],
  );
  assert.deepEqual(page.messages, []);
});

test("beforeSend may withhold everything", async () => {
  const page = openPage({ settings: { beforeSend: () => null } });
  page.call("event", "a");
  page.window.history.pushState(null, "", "/next");
  await page.clock.tickAsync(70_000);
  page.setVisible(false);
  assert.equal(page.requests.length, 0);
});
