/** The package as a project has it after `npm install`: built, packed by npm and unpacked again. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const source = fileURLToPath(new URL("../..", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

export interface Installed {
  /** Folder of the project. */
  project: string;
  /** Files of the package, as npm tells them. */
  files: string[];
  /** Runs a program in the project and returns what it prints. Throws with that when it fails. */
  run: (program: string, ...args: string[]) => string;
  /** Writes a module of the project and returns its path. */
  write: (name: string, text: string) => string;
  /** Bundles these lines as a site would, minified. */
  bundle: (lines: string) => string;
  remove: () => void;
}

/** Builds, packs and installs the package into a project of its own. */
export function install(): Installed {
  const project = mkdtempSync(join(tmpdir(), "liveinsight-project-"));
  const run = (cwd: string, program: string, ...args: string[]) => {
    try {
      return execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
    }
  };
  run(source, process.execPath, "build.mjs");
  const told = run(source, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", project);
  const [packed] = JSON.parse(told) as [{ filename: string; files: { path: string }[] }];

  const place = join(project, "node_modules/liveinsight-tracker");
  mkdirSync(place, { recursive: true });
  run(project, "tar", "-xzf", packed.filename, "-C", place, "--strip-components=1");
  symlinkSync(join(modules, "typescript"), join(project, "node_modules/typescript"));
  const write = (name: string, text: string) => {
    writeFileSync(join(project, name), text);
    return join(project, name);
  };
  write("package.json", '{"type": "module"}');
  return {
    project,
    files: packed.files.map(({ path }) => path).sort(),
    run: (program, ...args) => run(project, program, ...args),
    write,
    bundle(lines) {
      const built = buildSync({
        stdin: { contents: lines, resolveDir: project },
        bundle: true,
        minify: true,
        format: "iife",
        write: false,
      });
      return built.outputFiles[0]!.text;
    },
    remove: () => rmSync(project, { recursive: true }),
  };
}
