import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./browser-page.ts";

test("custom events carry name, properties, revenue and the address of the page", async () => {
  const page = openPage();
  const options = { props: { plan: "pro" }, revenue: { amount: "19.90", currency: "USD" } };
  page.call("event", "signup", options);
  options.props.plan = "changed afterwards";
  await page.clock.tickAsync(2_000);
  const { id: _id, at: _at, ...event } = page.received()[1]!;
  assert.deepEqual(event, {
    type: "event",
    url: "https://shop.example/start?utm_source=news",
    name: "signup",
    props: { plan: "pro" },
    revenue: { amount: "19.90", currency: "USD" },
  });
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
  page.call("noSuchCommand", 1);
  page.call("event", "right");
  await page.clock.tickAsync(2_000);
  assert.deepEqual(
    page.received().map(({ type, name }) => name ?? type),
    ["pageview", "right"],
  );
});

test("calls kept by the stub are replayed after the first pageview", async () => {
  const page = openPage({
    before: (window) => {
      window.eval(
        "window.liveinsight=window.liveinsight||function(){(liveinsight.q=liveinsight.q||[]).push(arguments)}",
      );
      window.eval('liveinsight("event", "early", {props: {a: 1}}); liveinsight("event", "second")');
    },
  });
  await page.clock.tickAsync(5);
  assert.deepEqual(
    page.received().map(({ type, name, props }) => [name ?? type, props]),
    [
      ["pageview", undefined],
      ["early", { a: 1 }],
      ["second", undefined],
    ],
  );
});

test("a script included twice counts once", async () => {
  const page = openPage();
  const api = (page.window as unknown as Window).liveinsight;
  page.runScript();
  page.window.history.pushState(null, "", "/next");
  page.call("event", "once");
  await page.clock.tickAsync(2_000);
  assert.equal((page.window as unknown as Window).liveinsight, api);
  assert.deepEqual(
    page.received().map(({ type }) => type),
    ["pageview", "pageview", "event"],
  );
});

test("a click inside data-li-event sends it, even when the page stops the click", async () => {
  const page = openPage({
    html: `<p>no</p><a data-li-event="buy" data-li-prop-plan="pro" data-li-prop-pay-by="card" data-x="1"><b>Buy</b></a>`,
  });
  const { document } = page.window;
  document.querySelector("a")!.addEventListener("click", (event) => event.stopImmediatePropagation());
  document.querySelector("b")!.click();
  document.querySelector("p")!.click();
  document.dispatchEvent(new page.window.Event("click"));
  await page.clock.tickAsync(2_000);
  assert.deepEqual(
    page.received().slice(1).map(({ name, props }) => [name, props]),
    [["buy", { plan: "pro", "pay-by": "card" }]],
  );
});
