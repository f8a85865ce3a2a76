/** The modules of the npm package `liveinsight-tracker`, made from the same source as the scripts. */
import { buildSync } from "esbuild";
import { fileURLToPath } from "node:url";
import { NOTICE } from "../vitals/bundle.mjs";
import { withSuffixes } from "./specifiers.mjs";

const OPTIONS = {
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  format: "esm",
  target: "es2020",
  tsconfigRaw: {},
  charset: "utf8",
  outdir: "dist/modules",
  outbase: ".",
  write: false,
};

/**
 * Makes the package's modules. They stay readable, for whoever imports them minifies their own bundle; and each source
 * stays a module of its own, so that a bundler leaves out those that a site does not use.
 *
 * @returns {Record<string, string>} source by file name in `dist`
 */
export function bundlePackage() {
  return {
    "index.js": 'export * from "./modules/src/package.js";\n',
    "vitals.js": `${NOTICE}\n${vitals()}`,
    ...modules("src/package.ts"),
  };
}

/** The module at `entry` and all that it imports. */
function modules(entry) {
  const { metafile } = buildSync({ ...OPTIONS, entryPoints: [entry], bundle: true, metafile: true });
  const entryPoints = Object.keys(metafile.inputs);
  const { outputFiles } = buildSync({ ...OPTIONS, entryPoints });
  const name = (path) => path.slice(path.lastIndexOf("/dist/") + "/dist/".length);
  return Object.fromEntries(outputFiles.map(({ path, text }) => [name(path), withSuffixes(text)]));
}

/** With the web-vitals library inside. Imports the tracker by the package's name, so that a page has it once. */
function vitals() {
  const external = ["liveinsight-tracker"];
  const { outputFiles } = buildSync({ ...OPTIONS, entryPoints: ["vitals/package.ts"], bundle: true, external });
  return outputFiles[0].text;
}
