import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type BrowserPage, type PageOptions } from "./browser-page.ts";

const counted = (page: BrowserPage) =>
  page.received().flatMap(({ name, props }) => (name ? [[name, props]] : []));
const OUT = "Outbound Link: Click";
const FILE = "File Download";

/** Opens a page of links that lead nowhere, because jsdom cannot follow them. */
function openLinks(html: string, options: PageOptions = {}): BrowserPage {
  const page = openPage({ html, ...options });
  page.window.document.addEventListener("click", (event) => event.preventDefault());
  return page;
}

test("a click inside data-li-event sends it, even when the page stops the click", async () => {
  const page = openPage({
    html: `<p>no</p><a data-li-event="buy" data-li-prop-plan="pro" data-li-prop-pay-by="card" data-x="1"><b>Buy</b></a>`,
  });
  const { document } = page.window;
  document.querySelector("a")!.addEventListener("click", (event) => event.stopImmediatePropagation());
  page.click("b");
  page.click("p");
  document.dispatchEvent(new page.window.Event("click"));
  await page.beat();
  assert.deepEqual(counted(page), [["buy", { plan: "pro", "pay-by": "card" }]]);
});

test("data-li-revenue is an amount and a currency", async () => {
  for (const [attribute, revenue] of [
    ["19.90 USD", { amount: "19.90", currency: "USD" }],
    ["", undefined],
    ["19.90", undefined],
  ]) {
    const page = openPage({ html: `<button data-li-event="buy" data-li-revenue="${attribute}">` });
    page.click("button");
    await page.beat();
    assert.deepEqual(page.received()[1]!.revenue, revenue);
  }
});

for (const [html, selector, expected] of [
  [`<a href="https://other.example/p?q=1#x">`, "a", [OUT, { url: "https://other.example/p" }]],
  [`<a href="//other.example"><b><i>`, "i", [OUT, { url: "https://other.example/" }]],
  [`<a href="https://other.example/" target="_blank">`, "a", [OUT, { url: "https://other.example/" }]],
  [`<map><area href="https://other.example/"></map>`, "area", [OUT, { url: "https://other.example/" }]],
  [`<a href="https://other.example/a.pdf">`, "a", [OUT, { url: "https://other.example/a.pdf" }]],
  [`<a href="https://shop.example:8443/">`, "a", [OUT, { url: "https://shop.example:8443/" }]],
  [`<a href="/docs/a.PDF?token=secret">`, "a", [FILE, { url: "https://shop.example/docs/a.PDF" }]],
  [`<a href="/report" download><b>`, "b", [FILE, { url: "https://shop.example/report" }]],
  [`<a href="/next">`, "a", undefined],
  [`<a href="#part">`, "a", undefined],
  [`<a>no link</a>`, "a", undefined],
  [`<a href="mailto:a@b.example">`, "a", undefined],
  [`<a href="tel:+49123">`, "a", undefined],
  [`<a href="javascript:void 0">`, "a", undefined],
  [`<a href="https://">`, "a", undefined],
  [`<a href="/mp3s"><b>`, "b", undefined],
  [`<a href="/notes?file=a.pdf">`, "a", undefined],
] as const) {
  test(`a click in ${html} counts as ${JSON.stringify(expected)}`, async () => {
    const page = openLinks(html);
    page.click(selector);
    await page.beat();
    assert.deepEqual(counted(page), expected ? [expected] : []);
    assert.deepEqual(page.messages, []);
  });
}

test("files that are no web pages are downloads", async () => {
  const kinds =
    "pdf doc docx xls xlsx pps ppt pptx rtf txt csv zip rar 7z gz tgz exe msi dmg pkg apk mp3 mp4 mpeg epub avi mov wmv wma wav";
  for (const kind of kinds.split(" ")) {
    const page = openLinks(`<a href="/a.${kind}">`);
    page.click("a");
    await page.beat();
    assert.deepEqual(counted(page), [[FILE, { url: `https://shop.example/a.${kind}` }]]);
  }
  for (const kind of ["html", "htm", "php", "php5", "aspx", "jsp", "0", "webmanifest"]) {
    const page = openLinks(`<a href="/a.${kind}">`);
    page.click("a");
    await page.beat();
    assert.deepEqual(counted(page), []);
  }
});

test("clicks with keys and middle clicks count, right clicks do not", async () => {
  const page = openLinks(`<a href="https://other.example/">`);
  page.click("a", { ctrlKey: true });
  page.click("a", { type: "auxclick", button: 1 });
  page.click("a", { type: "auxclick", button: 2 });
  await page.beat();
  assert.equal(counted(page).length, 2);
});

test("links to files are masked and excluded as pages are", async () => {
  const page = openLinks(`<a id="a" href="/users/7/report.pdf"></a><a id="b" href="/private/plan.pdf"></a>`, {
    attributes: { "data-mask": "/users/*", "data-exclude": "/private/*" },
  });
  page.click("#a");
  page.click("#b");
  await page.beat();
  assert.deepEqual(counted(page), [["File Download", { url: "https://shop.example/users/*" }]]);
});

test("other schemes and forms with fields of a link's names are no links", async () => {
  const page = openLinks(
    `<a href="slack://channel/room"></a><form><input name="host"><input name="pathname"><b></b></form>`,
  );
  page.click("a");
  page.click("b");
  page.click("body");
  await page.beat();
  assert.deepEqual(counted(page), []);
});

test("links inside web components count", async () => {
  const page = openLinks("<x-card></x-card>");
  const { document } = page.window;
  const shadow = document.querySelector("x-card")!.attachShadow({ mode: "open" });
  shadow.innerHTML = `<a href="https://other.example/"><b></b></a>`;
  shadow
    .querySelector("b")!
    .dispatchEvent(new page.window.MouseEvent("click", { bubbles: true, composed: true, cancelable: true }));
  await page.beat();
  assert.deepEqual(counted(page), [[OUT, { url: "https://other.example/" }]]);
});

test("a marked link counts as both", async () => {
  const page = openLinks(`<a data-li-event="partner" href="https://other.example/">`);
  page.click("a");
  await page.beat();
  assert.deepEqual(
    counted(page).map(([name]) => name),
    ["partner", OUT],
  );
});

test("the tracker never cancels a click", () => {
  const page = openPage({ html: `<a href="https://other.example/" data-li-event="x">` });
  let cancelled: boolean | undefined;
  page.window.addEventListener("click", (event) => {
    cancelled = event.defaultPrevented;
    event.preventDefault();
  });
  page.click("a");
  assert.equal(cancelled, false);
});

test("a link that leaves the page is sent with it", async () => {
  const page = openLinks(`<a href="https://other.example/">`);
  await page.beat();
  page.click("a");
  page.setVisible(false);
  await page.clock.tickAsync(1);
  assert.deepEqual(counted(page).length, 1);
});

for (const [auto, expected] of [
  ["outbound", [OUT, OUT]],
  ["downloads", [FILE, FILE]],
  ["outbound downloads", [OUT, OUT, FILE]],
  ["forms", []],
  ["", []],
] as const) {
  test(`data-auto="${auto}" counts the clicks ${JSON.stringify(expected)}`, async () => {
    const page = openLinks(
      `<a id=a href="https://other.example/"></a><a id=b href="https://other.example/a.zip"></a><a id=c href="/c.zip"></a>`,
      { attributes: { "data-auto": auto } },
    );
    for (const id of ["#a", "#b", "#c"]) page.click(id);
    await page.beat();
    assert.deepEqual(
      counted(page).map(([name]) => name),
      expected,
    );
  });
}
