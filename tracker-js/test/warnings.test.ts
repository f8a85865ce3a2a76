import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, type PageOptions } from "./browser-page.ts";

const WRONG: [string, PageOptions, RegExp][] = [
  ["no site key", { attributes: { "data-site": "" } }, /data-site/],
  ["an address that is none", { attributes: { "data-api": "https://[" } }, /URL/],
];
const DEVELOPMENT = [
  "http://localhost:3000/",
  "http://127.0.0.1/",
  "http://[::1]:80/",
  "http://shop.local/",
  "http://shop.localhost/",
  "http://shop.test/",
];
const PUBLIC = [
  "https://shop.example/",
  "https://localhost.example/",
  "https://local.shop.example/",
  "https://mylocalhost.example/",
  "https://227.127.1.1/",
];

for (const [what, options, remedy] of WRONG) {
  test(`${what} is told once, to developers only`, async () => {
    for (const url of [...DEVELOPMENT, ...PUBLIC]) {
      const page = openPage({ ...options, url });
      page.call("event", "a");
      await page.clock.tickAsync(3_000);
      page.call("event", "b");
      await page.clock.tickAsync(3_000);
      if (PUBLIC.includes(url)) assert.deepEqual(page.messages, [], url);
      else {
        assert.equal(page.messages.length, 2, url);
        assert.equal(page.messages[0], "warn");
        assert.match(String(page.messages[1]), /^liveinsight:? /);
        assert.match(String(page.messages[1]), remedy);
      }
    }
  });
}

test("nothing is written when all is well, or when the collector is away", async () => {
  for (const status of [202, 500, 429]) {
    const page = openPage({ url: DEVELOPMENT[0]!, answer: () => ({ status }) });
    await page.clock.tickAsync(5_000);
    assert.deepEqual(page.messages, []);
  }
});
