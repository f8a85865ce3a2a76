/** Kinds of bots in groups, the order of bots, and the pages of some kinds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUPS, KINDS, sum, type Bot } from "../src/bots/bots.ts";
import { CHOICES, ranked } from "../src/bots/paths.ts";
import { sorted } from "../src/bots/table.ts";
import { speak } from "../src/messages.ts";

const bot = (name: string, kind: Bot["kind"], hits: number, last_seen: number): Bot => ({ name, kind, hits, percent: 0, last_seen });
const PATHS = [
  { path: "/", hits: 7, kinds: { ai_crawler: 1, monitor: 6 } },
  { path: "/a", hits: 4, kinds: { ai_crawler: 2, ai_assistant: 2 } },
];

test("every kind is in one group", () => {
  assert.deepEqual(GROUPS.flatMap(({ kinds }) => [...kinds]).sort(), [...KINDS].sort());
});

test("hits of some kinds are added up, and those that are not there are none", () => {
  assert.equal(sum({ ai_crawler: 2, tool: 3 }, ["ai_crawler", "ai_assistant"]), 2);
});

test("bots are sorted by what is asked for, equal ones stay as they were", () => {
  speak("en", { "bots.nameless": "(none)", "bots.kind.seo": "SEO", "bots.kind.tool": "Tool" });
  const bots = [bot("b", "tool", 2, 1), bot("", "seo", 2, 3), bot("a", "seo", 1, 2)];
  const names = (by: string, direction: "asc" | "desc") => sorted(bots, { by, direction }).map(({ name }) => name);
  assert.deepEqual(names("hits", "desc"), ["b", "", "a"]);
  assert.deepEqual(names("name", "asc"), ["", "a", "b"]);
  assert.deepEqual(names("kind", "asc"), ["", "a", "b"]);
  assert.deepEqual(names("seen", "desc"), ["", "a", "b"]);
});

test("pages are ranked by the hits of the chosen kinds, and left out without any", () => {
  const kinds = (name: string) => CHOICES.find((choice) => choice.name === name)?.kinds ?? [];
  assert.deepEqual(ranked(PATHS, kinds("all")), [{ path: "/", hits: 7 }, { path: "/a", hits: 4 }]);
  assert.deepEqual(ranked(PATHS, kinds("ai")), [{ path: "/a", hits: 4 }, { path: "/", hits: 1 }]);
  assert.deepEqual(ranked(PATHS, kinds("rest")), [{ path: "/", hits: 6 }]);
});
