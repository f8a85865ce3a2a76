/** What the script costs its visitors, in bytes of gzip: all of it, and each source module. */
import { readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { gzipSync } from "node:zlib";
import { bundleWithMap } from "./bundle.mjs";

const TABLE = new URL("sizes.json", import.meta.url);

/** @returns {number} bytes that are sent for this text, compressed as well as gzip can */
export function gzipSize(text) {
  return gzipSync(text, { level: 9 }).length;
}

/**
 * Measures the script. A module costs the bytes that would be saved if what was made of it, and
 * nothing else, were cut out; what modules share is nobody's, so that the costs do not add up.
 *
 * @returns {{total: number, modules: Record<string, number>}}
 */
export function measureCosts() {
  const { code, map } = bundleWithMap();
  const total = gzipSize(code);
  const sources = sourceOfEachCharacter(code, map);
  const without = (name) => [...code].filter((_, i) => sources[i] != name).join("");
  const names = [...new Set(sources)].sort();
  return { total, modules: Object.fromEntries(names.map((name) => [name, total - gzipSize(without(name))])) };
}

/** Name of the module for each UTF-16 unit of a script of one line. */
function sourceOfEachCharacter(code, map) {
  const known = new SourceMap(map);
  return Array.from(code, (_, column) => known.findEntry(0, column).originalSource ?? "src/index.ts");
}

/** @returns {{total: number, modules: Record<string, number>}} the costs that were agreed to */
export function agreedCosts() {
  return JSON.parse(readFileSync(TABLE, "utf8"));
}

/** Agrees to these costs. */
export function agree(costs) {
  writeFileSync(TABLE, JSON.stringify(costs, null, 2) + "\n");
}
