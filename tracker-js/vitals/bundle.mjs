/** `li-vitals.js`: the web-vitals library and the few lines that send what it measures. */
import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { minify_sync as minify } from "terser";
import { fileURLToPath } from "node:url";

// Syntax of 2020 runs in every browser that still gets updates.
const ECMA = 2020;
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.resolve("web-vitals"))));
/** The library's licence asks to be named wherever the library goes. */
export const NOTICE = `/*! web-vitals ${version}, (c) Google LLC, Apache-2.0 https://www.apache.org/licenses/LICENSE-2.0 */`;

/**
 * Bundles the measurement of web vitals into one classic script.
 *
 * @returns {string} the minified source, without a trailing newline
 */
export function bundleVitals() {
  const { outputFiles } = buildSync({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: ["vitals/script.ts"],
    bundle: true,
    minifySyntax: true,
    format: "iife",
    target: `es${ECMA}`,
    tsconfigRaw: {},
    charset: "utf8",
    write: false,
  });
  const { code } = minify(outputFiles[0].text, {
    ecma: ECMA,
    toplevel: true,
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
    // The library marks what only itself uses.
    mangle: { properties: { regex: /^_/ } },
  });
  return `${NOTICE}\n${code}`;
}
