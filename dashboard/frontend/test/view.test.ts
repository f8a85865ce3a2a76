import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUPS } from "../src/dimension.ts";
import { negated, parseFilter, replaced, toggled, writeFilter, type Filter } from "../src/view/filters.ts";
import { hrefOf, look, MOST_FILTERS, MOST_URL, onTooLong, parseView, writeView } from "../src/view/view.ts";

const google: Filter = { operator: "is", dimension: "visit:source", values: ["Google"] };

test("filters survive the URL, whatever their values hold", () => {
  const hostile: Filter = { operator: "contains_not", dimension: "event:props:a,b%", values: ["1,2", "100%2C", "", "é&f=x", "<b>"] };
  for (const filter of [google, hostile]) {
    const parameters = new URLSearchParams();
    parameters.append("f", writeFilter(filter));
    assert.deepEqual(parseFilter(new URLSearchParams(parameters.toString()).get("f")!), filter);
  }
});

test("what is no filter is left out", () => {
  for (const wrong of ["", "is", "is,visit:source", "was,visit:source,x", "is,visit:source;drop,x", "is,event:password,x", "is,visit:country_name,Korea", "is,visit:,x", "is,event:props:,x", `is,event:props:${"a".repeat(301)},x`]) {
    assert.equal(parseFilter(wrong), undefined, wrong);
  }
});

test("a click filters, another value replaces it, the same one takes it away", () => {
  const once = toggled([], "visit:source", "Google");
  assert.deepEqual(once, [google]);
  assert.deepEqual(toggled(once, "visit:source", "Bing"), [{ ...google, values: ["Bing"] }]);
  assert.deepEqual(toggled(once, "visit:source", "Google"), []);
  const others: Filter = { operator: "is_not", dimension: "visit:source", values: ["Bing"] };
  assert.deepEqual(toggled([others], "visit:source", "Google"), [others, google]);
});

test("filters are turned around and replaced in their place", () => {
  assert.deepEqual(negated(negated(google)), google);
  const page: Filter = { operator: "is", dimension: "event:page", values: ["/"] };
  assert.deepEqual(replaced([google, page], google, negated(google)), [negated(google), page]);
  assert.deepEqual(replaced([google, page], google, undefined), [page]);
  assert.deepEqual(replaced([page], undefined, google), [page, google]);
});

test("a view is read as it was written, and what else the URL holds stays", () => {
  const queries = [
    "",
    "period=7d&compare=none",
    "compare=year_over_year&weekday=1&interval=week",
    "compare=custom&cfrom=2026-01-01&cto=2026-01-31&f=is%2Cvisit%3Asource%2CGoogle",
  ];
  for (const query of queries) {
    const given = new URLSearchParams(`details=pages&${query}`);
    const written = writeView(parseView(given), new URLSearchParams("details=pages&f=old&period=old"));
    assert.equal(written.get("details"), "pages");
    assert.deepEqual(parseView(written), parseView(given));
  }
});

test("a URL cannot hold more filters than a question may have", () => {
  const many = new URLSearchParams(Array.from({ length: 60 }, (_, place) => ["f", `is,visit:source,${place}`]));
  assert.equal(parseView(many).filters.length, MOST_FILTERS);
});

test("every dimension of the menu, and custom properties, can be filtered by", () => {
  for (const dimension of [...GROUPS.flatMap(([, dimensions]) => dimensions), "event:props:plan", "event:hostname"]) {
    const filter: Filter = { operator: "is", dimension, values: ["x"] };
    assert.deepEqual(parseFilter(writeFilter(filter)), filter);
  }
});

test("no address is written that is too long to load again", (context) => {
  Object.assign(globalThis, { location: new URL("https://x.example/sites/1/?period=7d"), history: { pushState() {}, replaceState() {} } });
  context.after(() => Reflect.deleteProperty(globalThis, "location") && Reflect.deleteProperty(globalThis, "history"));
  const pushed = context.mock.method(history, "pushState");
  let refused = 0;
  onTooLong(() => (refused += 1));
  const long: Filter = { ...google, values: ["가".repeat(MOST_URL / 9)] };
  assert.equal(hrefOf({ filters: [long] }), "/sites/1/?period=7d");
  assert.equal(hrefOf({ filters: [long] }, "/sites/1/sessions"), "/sites/1/sessions");
  look({ filters: [long] });
  assert.deepEqual([pushed.mock.callCount(), refused], [0, 1]);
  look({ filters: [google] });
  assert.deepEqual([pushed.mock.callCount(), refused], [1, 1]);
  assert.match(hrefOf({ filters: [google] }), /f=is%2Cvisit%3Asource%2CGoogle/);
});
