import assert from "node:assert/strict";
import { test } from "node:test";
import { snippet, type Options } from "../src/install/snippet.ts";

const LINES = {
  plain: '<script defer src="https://d.example/li.js" data-site="KEY"></script>',
  vitals: '<script defer src="https://d.example/li-vitals.js"></script>',
  pixel: '<noscript><img src="https://c.example/events/pixel?site=KEY" alt=""></noscript>',
};
const NONE: Options = { auto: ["outbound", "downloads", "forms", "404"], vitals: false, hash: false, pixel: false, exclude: "", mask: "" };
const made = (options: Partial<Options>) => snippet(LINES, { ...NONE, ...options });

test("without options the snippet stays plain", () => {
  assert.equal(made({}), LINES.plain);
  assert.equal(made({ exclude: " , ", mask: "\t" }), LINES.plain);
});

test("each option is one attribute, or one line", () => {
  const start = '<script defer src="https://d.example/li.js" data-site="KEY"';
  assert.equal(made({ hash: true }), `${start} data-hash></script>`);
  assert.equal(made({ exclude: " /admin/* ,/preview," }), `${start} data-exclude="/admin/*,/preview"></script>`);
  assert.equal(made({ mask: "/users/*" }), `${start} data-mask="/users/*"></script>`);
  assert.equal(made({ vitals: true, pixel: true }), `${LINES.plain}\n${LINES.vitals}\n${LINES.pixel}`);
});

test("what is not to be counted is left out of the list, and pageviews never are", () => {
  assert.match(made({ auto: ["404", "outbound"] }), / data-auto="pageviews outbound 404">/);
  assert.match(made({ auto: [] }), / data-auto="pageviews">/);
});

test("what was typed stays inside its attribute, whatever it is", () => {
  assert.match(made({ exclude: '/a"><script>&$&' }), / data-exclude="\/a&quot;>&lt;script>&amp;\$&amp;">/);
});
