/** The npm package `liveinsight-tracker`: its modules, made from the same source as the scripts. */
import { buildSync } from "esbuild";
import { fileURLToPath } from "node:url";
import { NOTICE } from "../vitals/bundle.mjs";

/** Entry of each module that the package exports. */
const ENTRIES = { index: "src/package.ts", vitals: "vitals/package.ts" };

/**
 * Bundles the package's modules. They stay readable: whoever imports them minifies their own bundle.
 *
 * @returns {Record<string, string>} source by file name in `dist`
 */
export function bundlePackage() {
  const made = Object.entries(ENTRIES).map(([name, entry]) => [`${name}.js`, esModule(entry)]);
  const modules = Object.fromEntries(made);
  return { ...modules, "vitals.js": `${NOTICE}\n${modules["vitals.js"]}` };
}

/** One ES module. It imports the tracker by the package's name, so that a page has it once. */
function esModule(entry) {
  const { outputFiles } = buildSync({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "es2020",
    external: ["liveinsight-tracker"],
    tsconfigRaw: {},
    charset: "utf8",
    write: false,
  });
  return outputFiles[0].text;
}
