import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, speak, text } from "../src/messages.ts";

test("placeholders are filled, unknown ones stay", () => {
  speak("en", { "state.updated": "last update {time} {other}" });
  assert.equal(text("state.updated", { time: "14:05" }), "last update 14:05 {other}");
});

test("an unknown name shows itself", () => {
  speak("en", {});
  assert.equal(text("no.such"), "no.such");
  assert.equal(counted("no.such", 2), "no.such");
});

test("counting follows the plural rules of the language", () => {
  speak("en", { visitors: { one: "{n} visitor", other: "{n} visitors" } });
  assert.equal(counted("visitors", 1), "1 visitor");
  assert.equal(counted("visitors", 0), "0 visitors");
  assert.equal(counted("visitors", 1200), "1,200 visitors");
  speak("ko", { visitors: { other: "방문자 {n}명" } });
  assert.equal(counted("visitors", 1), "방문자 1명");
  speak("pl", { visitors: { one: "{n} a", few: "{n} b", many: "{n} c", other: "{n} d" } });
  assert.equal(counted("visitors", 3), "3 b");
});
