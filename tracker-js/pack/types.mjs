/** The type declarations of the npm package. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { RELATIVE, withSuffixes } from "./specifiers.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));

/**
 * Declares what the package exports. Declarations stand beside their modules; there are only those that the exports
 * need.
 *
 * @returns {Record<string, string>} declarations by file name in `dist`
 */
export function declarePackage() {
  const made = mkdtempSync(join(tmpdir(), "liveinsight-types-"));
  try {
    execFileSync(process.execPath, [compiler, "--project", "pack/tsconfig.json", "--outDir", made], { cwd: folder });
    return {
      "index.d.ts": 'export * from "./modules/src/package.js";\n',
      "vitals.d.ts": readFileSync(join(made, "vitals/package.d.ts"), "utf8"),
      ...reachable(made, "src/package"),
    };
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** The declarations of a module and of all that it names. */
function reachable(made, module, found = {}) {
  const name = `modules/${module}.d.ts`;
  if (name in found) return found;
  const text = readFileSync(join(made, `${module}.d.ts`), "utf8");
  found[name] = withSuffixes(text);
  for (const [, , other] of text.matchAll(RELATIVE)) reachable(made, normalize(join(dirname(module), other)), found);
  return found;
}
