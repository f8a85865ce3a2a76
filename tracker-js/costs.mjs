/** What the script costs its visitors, in bytes of gzip: all of it, and each source module. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { gzipSync } from "node:zlib";
import { arranged, squeeze } from "./bundle.mjs";

const TABLE = new URL("sizes.json", import.meta.url);

/** @returns {number} bytes of `gzip -9`, of which Node's own compressor, a fork of zlib, falls some short */
export function sentSize(text) {
  return execFileSync("gzip", ["-9"], { input: text }).length;
}

/** @returns {number} nearly the same, without starting a program for it */
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
  const all = arranged();
  const { code, map } = squeeze(all);
  const whole = gzipSize(code);
  const sources = sourceOfEachCharacter(code, map, all);
  const without = (name) => [...code].filter((_, i) => sources[i] != name).join("");
  const names = [...new Set(sources)].sort();
  const modules = Object.fromEntries(names.map((name) => [name, whole - gzipSize(without(name))]));
  return { total: sentSize(code), modules };
}

/** Name of the module for each character of a script of one line that was made of these statements. */
function sourceOfEachCharacter(code, map, all) {
  const known = new SourceMap(map);
  const modules = all.flatMap(({ module, text }) => Array(text.split("\n").length - 1).fill(module));
  // The block around the script is one column wider than the statement that it takes the place of.
  return Array.from(code, (_, column) => modules[known.findEntry(0, Math.max(0, column - 1)).originalLine]);
}

/** @returns {{total: number, modules: Record<string, number>}} the costs that were agreed to */
export function agreedCosts() {
  return JSON.parse(readFileSync(TABLE, "utf8"));
}

/** Agrees to these costs. */
export function agree(costs) {
  writeFileSync(TABLE, JSON.stringify(costs, null, 2) + "\n");
}

/**
 * Names what grew.
 *
 * @param costs what was measured
 * @param agreed what it is compared with
 * @param tolerance bytes that are no growth: zlib differs a little between versions and processors
 * @returns {string[]} a line for the whole and each module that is larger than agreed, worst first
 */
export function growth(costs, agreed, tolerance = 4) {
  const all = { "the whole script": costs.total, ...costs.modules };
  const known = { "the whole script": agreed.total, ...agreed.modules };
  return Object.entries(all)
    .map(([name, size]) => ({ name, size, more: size - (known[name] ?? 0) }))
    .filter(({ more }) => more > tolerance)
    .sort((a, b) => b.more - a.more)
    .map(({ name, size, more }) => `${name}: ${size} bytes, ${more} more than agreed`);
}
