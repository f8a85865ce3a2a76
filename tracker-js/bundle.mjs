/** One place for the options of the build, so that the tests run what the sites get. */
import { buildSync } from "esbuild";
import { minify_sync as minify } from "terser";
import { fileURLToPath } from "node:url";

// Syntax of 2021 runs in every browser that still gets updates.
const ECMA = 2021;

/**
 * Bundles the tracker into one classic script.
 *
 * @returns {string} the minified source, without a trailing newline
 */
export function bundle() {
  return bundleWithMap().code;
}

/**
 * Bundles the tracker, and says which source each part of it comes from.
 *
 * @returns {{code: string, map: object}} the minified source and its source map
 */
export function bundleWithMap() {
  const { outputFiles } = buildSync({
    absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
    entryPoints: ["src/index.ts"],
    bundle: true,
    minifySyntax: true,
    format: "esm",
    target: `es${ECMA}`,
    tsconfigRaw: {},
    charset: "utf8",
    write: false,
    outfile: "li.js",
    sourcemap: "external",
  });
  const [map, script] = outputFiles.map(({ text }) => text);
  // A second pass, because Terser puts functions that are used once where they are used: about
  // 6 % less to download, and small functions cost nothing.
  const made = minify(script, {
    ecma: ECMA,
    module: true,
    toplevel: true,
    compress: { passes: 4, keep_fargs: false, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
    sourceMap: { content: map, asObject: true },
  });
  return { code: inBlock(made.code), map: made.map };
}

/**
 * Keeps a script's variables to itself: a block does that like a function, in fewer bytes. It takes
 * the place of `var` and of the last semicolon, so that the source map stays right but for a letter.
 */
function inBlock(script) {
  const [, declared] = /^var (.*);$/s.exec(script) ?? [];
  if (!declared || /\bvar\b/.test(declared)) throw new Error("the script is not one declaration and calls");
  return `{let ${declared}}`;
}
