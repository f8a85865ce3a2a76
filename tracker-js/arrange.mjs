/**
 * Looks for the order of declarations and the letters of names that compress best, for as many seconds as it is given,
 * and keeps them in `arrangement.json`. Worth it now and then; without it a change costs a few bytes more.
 */
import { writeFileSync } from "node:fs";
import { arrangement, squeeze, statements } from "./bundle.mjs";
import { sentSize } from "./costs.mjs";

const seconds = Number(process.argv[2] ?? 120);
const random = (size) => Math.floor(Math.random() * size);

/** Moves one item of a list to another place. */
function move(list) {
  const moved = [...list];
  const [item] = moved.splice(random(moved.length), 1);
  moved.splice(random(moved.length + 1), 0, item);
  return moved;
}

/** The best that random steps find until the deadline; steps that make nothing worse are kept. */
function climb(found, step, size, deadline) {
  let best = size(found);
  while (Date.now() < deadline) {
    const tried = step(found);
    const reached = size(tried);
    if (reached <= best) [found, best] = [tried, reached];
  }
  return found;
}

const all = statements();
// `safely` wraps others when they are declared, and tables of functions hold others when they are declared.
const FIRST = "safely";
const movable = ({ name, text }) => name && name != FIRST && !/^var \w+ = \{\n/.test(text);
const last = [...all.filter((each) => each.name != FIRST && each.name && !movable(each)), ...all.filter(({ name }) => !name)];
const known = arrangement();
const ordered = (order) => [...[FIRST, ...order].map((name) => all.find((each) => each.name == name)), ...last];
const size = (order, letters) => sentSize(squeeze(ordered(order), letters).code);

const names = all.filter(movable).map(({ name }) => name);
const begun = [...new Set([...known.order.filter((name) => names.includes(name)), ...names])];
const start = Date.now();
const order = climb(begun, move, (tried) => size(tried, known.letters), start + seconds * 700);
const letters = climb([...known.letters], move, (tried) => size(order, tried.join("")), start + seconds * 1000);

writeFileSync(
  new URL("arrangement.json", import.meta.url),
  JSON.stringify({ order: [FIRST, ...order], letters: letters.join("") }, null, 2) + "\n",
);
console.log(`${size(order, letters.join(""))} bytes`);
