/** The type declarations of the npm package. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("../bin/tsc", import.meta.resolve("typescript/package.json")));
const RELATIVE = /(from |import\()"(\.\.?\/[^"]+)"/g;

/**
 * Declares what the package exports. `index.d.ts` and `vitals.d.ts` name the declarations below `types`, of which there
 * are only those that the exports need.
 *
 * @returns {Record<string, string>} declarations by file name in `dist`
 */
export function declarePackage() {
  const made = mkdtempSync(join(tmpdir(), "liveinsight-types-"));
  try {
    execFileSync(process.execPath, [compiler, "--project", "pack/tsconfig.json", "--outDir", made], { cwd: folder });
    return {
      "index.d.ts": 'export * from "./types/src/package.js";\n',
      "vitals.d.ts": 'export * from "./types/vitals/package.js";\n',
      ...reachable(made, ["src/package", "vitals/package"]),
    };
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** The declarations of these modules and of all that they name, with the suffixes that Node's way of resolving asks for. */
function reachable(made, modules, found = {}) {
  for (const module of modules) {
    const name = `types/${module}.d.ts`;
    if (name in found) continue;
    const text = readFileSync(join(made, `${module}.d.ts`), "utf8");
    const named = [...text.matchAll(RELATIVE)].map((match) => normalize(join(dirname(module), match[2])));
    found[name] = text.replace(RELATIVE, '$1"$2.js"');
    reachable(made, named, found);
  }
  return found;
}
