import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../../test/browser-page.ts";
import { arrived, dataOf, inlineScripts, parsed, read } from "./visited.ts";

test("plain HTML: both scripts, events from markup and from the page's own script", async () => {
  const example = parsed("html/index.html");
  const [tracker, vitals] = example.querySelectorAll("script[src]");
  assert.equal(tracker!.getAttribute("src"), "https://DASHBOARD/li.js");
  assert.equal(vitals!.getAttribute("src"), "https://DASHBOARD/li-vitals.js");
  assert.ok([tracker, vitals].every((script) => script!.hasAttribute("defer")));

  const page = openPage({
    html: read("html/index.html"),
    attributes: dataOf(tracker!),
    before: (window) => inlineScripts(example).forEach((script) => window.eval(script)),
  });
  for (const id of ["buy", "tour"]) page.window.document.getElementById(id)!.click();
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests[0]!.beacon.site, "SITE_KEY");
  assert.deepEqual(arrived(page), [
    { name: "purchase", props: { product: "giwa" }, revenue: { amount: "19.90", currency: "USD" } },
    { name: "tour", props: { length: "short" } },
  ]);
});

test("plain HTML: the buttons of the privacy page stop the count and begin it again", async () => {
  const example = parsed("html/index.html");
  const stop = example.getElementById("opt-out")!.getAttribute("onclick")!;
  const go = example.getElementById("opt-in")!.getAttribute("onclick")!;
  const page = openPage();
  page.window.eval(stop);
  page.call("event", "unseen");
  await page.clock.tickAsync(5_000);
  page.window.eval(go);
  page.call("event", "seen");
  await page.clock.tickAsync(5_000);
  assert.deepEqual(arrived(page).map(({ name }) => name), ["seen"]);
});

test("plain HTML: without JavaScript there is the pixel", () => {
  const pixel = new URL(/<noscript>\s*<img src="([^"]+)"/.exec(read("html/index.html"))![1]!);
  assert.equal(pixel.pathname + pixel.search, "/events/pixel?site=SITE_KEY");
});

/** Writes values into a tag as Google Tag Manager does: as JavaScript expressions. */
function tag(name: string, values: Record<string, unknown> = {}): string {
  const html = read(`google-tag-manager/${name}`);
  const script = /<script>([^]*)<\/script>/.exec(html)![1]!;
  return script.replace(/\{\{(.+?)\}\}/g, (_, variable: string) => {
    assert.ok(variable in values, `${name} asks for ${variable}`);
    return JSON.stringify(values[variable]) ?? "undefined";
  });
}

test("Google Tag Manager: the tag loads the tracker with its options, events wait for it", async () => {
  const purchase = { Event: "purchase", "DLV - value": 19.9, "DLV - currency": "USD", "DLV - plan": "pro" };
  const login = { Event: "login", "DLV - value": undefined, "DLV - currency": undefined, "DLV - plan": undefined };
  const page = openPage({
    attributes: { "data-site": "overruled" },
    before: (window) => {
      window.eval(tag("event.html", purchase));
      window.eval(tag("tracker.html"));
      const added = window.document.querySelector('script[src="https://DASHBOARD/li.js"]');
      assert.ok(added);
    },
  });
  page.window.eval(tag("event.html", login));
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests[0]!.beacon.site, "SITE_KEY");
  assert.deepEqual(arrived(page), [
    { name: "purchase", props: { plan: "pro" }, revenue: { amount: "19.9", currency: "USD" } },
    { name: "login", props: undefined },
  ]);
});

test("Google Tag Manager: the tags keep to the JavaScript of 2009 that its editor accepts", () => {
  for (const name of ["tracker.html", "event.html"]) {
    assert.doesNotMatch(read(`google-tag-manager/${name}`), /=>|`|\b(?:const|let|class)\b|\?\.|\?\?/, name);
  }
});

test("WordPress: the attributes that the plugin hands over make the snippet", () => {
  const plugin = read("wordpress/liveinsight.php");
  assert.match(plugin, /^<\?php\n/);
  const constants = Object.fromEntries(
    [...plugin.matchAll(/define\( '(\w+)', '([^']*)' \)/g)].map(([, name, value]) => [name, value]),
  );
  const list = /wp_print_script_tag\(\s*array\(([^]*?)\n\t\t\t\)/.exec(plugin)![1]!;
  const attributes = Object.fromEntries(
    [...list.matchAll(/'([\w-]+)'\s*=>\s*(.+),/g)].map(([, name, value]) => [
      name,
      value!.replace(/\b[A-Z_]{5,}\b/g, (constant) => `'${constants[constant]}'`).replace(/' \. '|^'|'$/g, ""),
    ]),
  );
  assert.deepEqual(attributes, {
    src: "https://DASHBOARD/li.js",
    defer: "true",
    "data-site": "SITE_KEY",
    "data-exclude": "/wp-admin/*,/wp-login.php",
  });
});
