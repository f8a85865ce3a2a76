import assert from "node:assert/strict";
import { test } from "node:test";
import { largestLoss, type Step } from "../src/funnels/answer.ts";
import { asked, blank, isAskable, moved, parseFunnel, writeFunnel } from "../src/funnels/definition.ts";
import { bestGoal, chain } from "../src/funnels/suggest.ts";
import { asProperty, fromApi, page, parseAction, toApi } from "../src/steps/action.ts";
import { folders } from "../src/steps/folders.ts";

const goal = (name: string, values: { event?: string; page?: string; currency?: string }) => ({ id: name, name, event: null, page: null, currency: null, ...values });

test("a draft is the same after it was in a URL", () => {
  const funnel = { ...blank(), name: "결제, 100%", steps: [page("/a b"), { kind: "goal" as const, value: "Sale", filters: [["is", "event:props:plan", ["pro"]] as [string, string, string[]]] }], within: "days" as const, days: 3 };
  const url = new URL("https://x.example/");
  url.searchParams.set("draft", writeFunnel(funnel));
  assert.deepEqual(parseFunnel(new URL(url.href).searchParams.get("draft")), funnel);
});

test("what is no draft is none, and what is wrong in one is left out", () => {
  for (const text of [null, "", "x", "[]", "null", "3", '{"steps":1}']) assert.equal(parseFunnel(text), undefined);
  const odd = parseFunnel('{"steps":[{"page":"/"},{"page":1},null,{"goal":"G","filters":[1,["is","event:props:a",["b"]]]}],"within":"ever","days":999}');
  assert.deepEqual(odd, { name: "", steps: [page("/"), { kind: "goal", value: "G", filters: [["is", "event:props:a", ["b"]]] }], within: "visit", days: 7 });
  assert.equal(parseFunnel(JSON.stringify({ steps: Array(20).fill({ page: "/" }) }))?.steps.length, 8);
  assert.equal(parseFunnel('{"steps":[{"page":"/"}]}')?.steps.length, 2);
});

test("only steps that are filled in are asked about", () => {
  const funnel = { ...blank(), steps: [page(" / "), page(" "), page("/b")] };
  assert.deepEqual(asked(funnel), { steps: [{ page: "/" }, { page: "/b" }], within: "visit", days: 7 });
  assert.ok(isAskable(funnel));
  assert.ok(!isAskable({ ...funnel, steps: funnel.steps.slice(0, 2) }));
});

test("a property that is still being written is not asked about", () => {
  const step = { ...page("/"), filters: [["is", "event:props:", ["x"]], ["is", "event:props:a", [""]], ["is", "event:props:a", ["x"]]] as never };
  assert.deepEqual(toApi(step), { page: "/", filters: [["is", "event:props:a", ["x"]]] });
  assert.equal(asProperty(["is", "event:props:a", ["x", "y"]]), undefined);
  assert.equal(asProperty(["not", ["is", "event:props:a", ["x"]]]), undefined);
});

test("an action comes from the API with empty fields, from a URL with anything", () => {
  assert.deepEqual(fromApi({ page: null, event: "buy", goal: null, filters: [] }), { kind: "event", value: "buy", filters: [] });
  assert.equal(parseAction("x"), undefined);
  assert.equal(parseAction({ path: "/" }), undefined);
});

test("steps move up and down", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 1, 1), ["a", "b", "c"]);
});

test("the largest loss is the step that most did not take", () => {
  const steps = [0, 5, 20, 3].map((drop_off) => ({ drop_off }) as Step);
  assert.equal(largestLoss(steps), 2);
  assert.equal(largestLoss([{ drop_off: 0 } as Step, { drop_off: 0 } as Step]), 0);
});

test("folders are what several pages share", () => {
  const pages = [{ value: "/", visitors: 9 }, { value: "/a/", visitors: 8 }, { value: "/a/x", visitors: 5 }, { value: "/a/y/z", visitors: 1 }, { value: "/b/x", visitors: 7 }, { value: "/c/1", visitors: 4 }, { value: "/c/2", visitors: 4 }];
  assert.deepEqual(folders(pages), [{ value: "/c/*", pages: 2, visitors: 8 }, { value: "/a/*", pages: 2, visitors: 6 }]);
});

test("the best goal earns money, or is an event, or is reached most", () => {
  const every = [goal("Thanks", { page: "/thanks" }), goal("Sign-up", { event: "signup" }), goal("Sale", { event: "purchase", currency: "EUR" })];
  const reached = [{ value: "Thanks", visitors: 9 }, { value: "Sign-up", visitors: 5 }, { value: "Sale", visitors: 1 }];
  assert.equal(bestGoal(every, reached)?.name, "Sale");
  assert.equal(bestGoal(every, reached.slice(0, 2))?.name, "Sign-up");
  assert.equal(bestGoal(every, []), undefined);
});

test("a suggestion goes from the entry over a folder and the goals on the way to the best one", () => {
  const facts = {
    entries: [{ value: "/", visitors: 50 }],
    pages: [{ value: "/shop/a", visitors: 9 }, { value: "/shop/b", visitors: 8 }],
    goals: [{ value: "Sale", visitors: 10 }, { value: "Checkout", visitors: 10 }, { value: "Newsletter", visitors: 2 }],
    events: [],
    last: goal("Sale", { event: "purchase" }),
  };
  assert.deepEqual(chain(facts)?.map(({ value }) => value), ["/", "/shop/*", "Checkout", "Sale"]);
  const bare = { ...facts, goals: [], last: undefined, events: [{ value: "pageview" }, { value: "signup" }] };
  assert.deepEqual(chain(bare)?.map(({ kind, value }) => `${kind} ${value}`), ["page /", "page /shop/*", "event signup"]);
  assert.deepEqual(chain({ ...bare, pages: [{ value: "/" }, { value: "/x" }], events: [] })?.map(({ value }) => value), ["/", "/x"]);
  assert.equal(chain({ ...bare, entries: [], pages: [], events: [] }), undefined);
});
