/** One place for the options of the build, so that the tests run what the sites get. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { minify_sync as minify } from "terser";

// Syntax of 2021 runs in every browser that still gets updates.
const ECMA = 2021;
const ARRANGEMENT = new URL("arrangement.json", import.meta.url);

/**
 * Bundles the tracker into one classic script.
 *
 * @returns {string} the minified source, without a trailing newline
 */
export function bundle() {
  return squeeze(arranged()).code;
}

/**
 * The top-level statements of the bundle and the module that each comes from, in the order of the modules.
 *
 * @returns {{name: string | undefined, module: string, text: string}[]} `name` is what the statement declares
 */
export function statements() {
  const { outputFiles } = buildSync({
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
    entryPoints: ["src/index.ts"],
    bundle: true,
    minifySyntax: false,
    format: "esm",
    target: `es${ECMA}`,
    tsconfigRaw: {},
    charset: "utf8",
    write: false,
  });
  let module = "";
  // esbuild begins each at the beginning of a line, after a comment that names its module.
  return outputFiles[0].text.split(/^(?=\w|\/\/)/m).flatMap((text) => {
    if (text.startsWith("//")) module = text.slice(2).trim();
    else return { name: /^var (\w+)/.exec(text)?.[1], module, text };
    return [];
  });
}

/**
 * The statements in the order that compresses best, which `arrange.mjs` has found by trying. Declarations that are not
 * in its list come after the others, and what does something comes last.
 */
export function arranged() {
  const { order } = arrangement();
  const place = ({ name }) => order.indexOf(name) + 1 || order.length + (name ? 1 : 2);
  return statements().sort((a, b) => place(a) - place(b));
}

/** @returns {{order: string[], letters: string}} what `arrange.mjs` has found */
export function arrangement() {
  return JSON.parse(readFileSync(ARRANGEMENT, "utf8"));
}

/**
 * Minifies statements, with a second pass by Terser because it puts functions that are used once where they are used.
 *
 * @param {{text: string}[]} all the statements, in their order
 * @param {string} letters those of which names are made, the most frequent first
 * @returns {{code: string, map: object}} the script, and its source map to the lines of the statements
 */
export function squeeze(all, letters = arrangement().letters) {
  const made = minify(all.map(({ text }) => text).join(""), {
    ecma: ECMA,
    module: true,
    toplevel: true,
    compress: {
      passes: 4,
      inline: 1,
      keep_fargs: false,
      pure_getters: true,
      unsafe_arrows: true,
      unsafe_methods: true,
    },
    mangle: { toplevel: true, nth_identifier: { get: (n) => nameOf(n, letters) } },
    sourceMap: { asObject: true },
  });
  return { code: inBlock(made.code), map: made.map };
}

/** The n-th shortest name that can be made of these letters. */
function nameOf(n, letters) {
  const rest = Math.floor(n / letters.length);
  return (rest ? nameOf(rest - 1, letters) : "") + letters[n % letters.length];
}

/**
 * Keeps a script's variables to itself: a block does that like a function, in fewer bytes. The place of each column
 * moves by one.
 */
function inBlock(script) {
  const [, declared] = /^var (.*);$/s.exec(script) ?? [];
  if (!declared || /\bvar\b/.test(declared)) throw new Error("the script is not one declaration and calls");
  return `{let ${declared}}`;
}
