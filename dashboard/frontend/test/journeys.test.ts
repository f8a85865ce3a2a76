import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link, Node } from "../src/journeys/answer.ts";
import { blank, parseJourney, sameJourney, writeJourney } from "../src/journeys/definition.ts";
import { band, layout } from "../src/journeys/layout.ts";
import { page } from "../src/steps/action.ts";

const NODES: Node[] = [
  { step: 0, type: "start", label: "/", visits: 10 },
  { step: 1, type: "exit", label: "(exit)", visits: 5 },
  { step: 1, type: "pageview", label: "/a", visits: 3 },
  { step: 1, type: "pageview", label: "/b", visits: 2 },
];
const LINKS: Link[] = [
  { step: 0, source: 0, target: 1, visits: 5 },
  { step: 0, source: 0, target: 2, visits: 3 },
  { step: 0, source: 0, target: 3, visits: 2 },
];
const SIZES = { column: 100, room: 50, gap: 10, least: 30, whole: 100 };

test("columns are rankings, with leaving at the bottom", () => {
  const { nodes, width, height } = layout(NODES, LINKS, 10, true, SIZES);
  assert.deepEqual(nodes.map(({ node, x, y, height }) => [node.label, x, y, height]), [["/", 0, 0, 100], ["(exit)", 150, 80, 50], ["/a", 150, 0, 30], ["/b", 150, 40, 30]]);
  assert.deepEqual([width, height], [250, 130]);
});

test("flows leave a node one below the other, as wide as they are many, without gaps", () => {
  const { links } = layout(NODES, LINKS, 10, true, SIZES);
  assert.deepEqual(links.map(({ link, width, from, to }) => [link.target, width, from, to]), [
    [1, 50, [100, 75], [150, 105]],
    [2, 30, [100, 15], [150, 15]],
    [3, 20, [100, 40], [150, 55]],
  ]);
});

test("backwards the beginning is at the left as well", () => {
  const { nodes, links } = layout(NODES, LINKS, 10, false, SIZES);
  assert.deepEqual(nodes.map(({ x }) => x), [150, 0, 0, 0]);
  assert.deepEqual(links.map(({ from, to }) => [from[0], to[0]]), [[150, 100], [150, 100], [150, 100]]);
});

test("nothing is laid out where there is nothing", () => {
  assert.deepEqual(layout([], [], 0, true, SIZES).links, []);
});

test("a band is a closed path as wide as its flow", () => {
  const link = layout(NODES, LINKS, 10, true, SIZES).links[2];
  assert.equal(band(link!), "M100,30C125,30 125,45 150,45V65C125,65 125,50 100,50Z");
});

test("a journey is the same after it was in a URL, and what is none is undefined", () => {
  const journey = { ...blank(page("/a,b")), forward: false, through: "all" as const, depth: 5, top: 20 };
  assert.deepEqual(parseJourney(writeJourney(journey)), journey);
  assert.equal(writeJourney(blank(page("/"))), '{"start":{"page":"/"}}');
  for (const text of [null, "{", "{}", '{"start":3}', '{"start":{"path":"/"}}']) assert.equal(parseJourney(text), undefined);
  assert.deepEqual(parseJourney('{"start":{"page":"/"},"depth":9,"top":"x","through":"walls"}'), blank(page("/")));
  assert.ok(sameJourney(blank(page("/")), blank(page("/"))));
});
