import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ago, clock, country, day, dayRange, duration, languageName, moment, money, number, percent, shortClock } from "../src/format.ts";
import { speak } from "../src/messages.ts";

const AT = Date.UTC(2026, 10, 22, 5, 7);

beforeEach(() => speak("en", { "event.now": "now", "place.unknown": "Unknown" }));

test("durations have at most two units", () => {
  assert.equal(duration(0), "0s");
  assert.equal(duration(-5), "0s");
  assert.equal(duration(59_400), "59s");
  assert.equal(duration(60_000), "1m");
  assert.equal(duration(185_000), "3m 5s");
  assert.equal(duration(3_600_000 + 12 * 60_000 + 30_000), "1h 12m");
});

test("the recent past is told in the language", () => {
  assert.equal(ago(-4000), "now");
  assert.equal(ago(2000), "now");
  assert.equal(ago(12_000), "12s ago");
  assert.match(ago(180_000), /^3 ?m(in)? ago$/);
  speak("ko", { "event.now": "방금" });
  assert.equal(ago(0), "방금");
  assert.equal(ago(12_000), "12초 전");
});

test("numbers and shares are written as the language does", () => {
  assert.equal(number(1234567), "1,234,567");
  assert.equal(percent(80), "80%");
  speak("de", {});
  assert.equal(number(1234567), "1.234.567");
});

test("times are those of the site", () => {
  assert.equal(shortClock(AT, "Asia/Seoul"), "14:07");
  assert.equal(shortClock(AT, "UTC"), "05:07");
  assert.match(clock(AT, "Asia/Seoul"), /^2:07\sPM$/);
  speak("ko", {});
  // Browsers say 오후; some versions of the language data, Node 20 among them, know only PM here.
  assert.match(clock(AT, "Asia/Seoul"), /^(오후|PM) 2:07$/);
});

test("countries have names, and what is no country is unknown", () => {
  assert.equal(country("KR"), "South Korea");
  for (const code of ["", "kr", "KOR", "<b>", "../"]) assert.equal(country(code), "Unknown");
  speak("ko", {});
  assert.equal(country("KR"), "대한민국");
});

test("languages have names, and what only looks like a code stays as it is", () => {
  assert.equal(languageName("ko-KR"), "Korean (South Korea)");
  assert.equal(languageName("en_GB"), "British English");
  for (const code of ["en-US-US", "de-DE-1996-1996", "aaa-aaa-aaa-aaa-aaa", "en-x"]) assert.doesNotThrow(() => languageName(code), code);
  assert.equal(languageName("en-US-US"), "en-US-US");
  for (const code of ["", "<b>", "e"]) assert.equal(languageName(code), "Unknown");
});

test("money in no currency, and days that are none, are said as they are", () => {
  assert.equal(money(1234.5, "EUR"), "€1,234.50");
  for (const currency of ["EURO", "<b>", "12€"]) assert.equal(money(1234.5, currency), `1,234.5 ${currency}`);
  assert.equal(money(1, ""), "1");
  assert.equal(day("tomorrow"), "tomorrow");
  assert.equal(dayRange("+10000-01-01", "2026-11-01"), "+10000-01-01 – 2026-11-01");
  for (const at of [NaN, Infinity, 9e15]) {
    assert.equal(clock(at, "UTC") + shortClock(at, "UTC") + moment(at, "UTC"), "");
    assert.doesNotThrow(() => ago(at));
  }
});
