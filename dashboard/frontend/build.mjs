/** Scripts, styles, map and flags → `dashboard/static/dist`, with hashed names and a manifest. */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { world } from "./world.mjs";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../static/dist");
/** File names by plain name; `parts`: what a script imports, so that pages can ask for it at once. */
const manifest = { parts: {} };
const written = new Set(["manifest.json"]);

function place(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const suffix = extname(name);
  const built = `${basename(name, suffix)}-${hash}${suffix}`;
  write(built, content);
  manifest[name] = built;
}

function write(name, content) {
  for (const file of [name, `${name}.gz`]) written.add(file);
  writeFileSync(join(dist, name), content);
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}

/** Flags as files: a page loads the few that it shows. The version in the path makes them immutable. */
function placeFlags() {
  const folder = dirname(require.resolve("country-flag-icons/package.json"));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const built = `flags-${version}`;
  written.add(built);
  mkdirSync(join(dist, built), { recursive: true });
  for (const name of readdirSync(join(folder, "3x2")).filter((file) => /^[A-Z]{2}\.svg$/.test(file))) {
    cpSync(join(folder, "3x2", name), join(dist, built, name));
  }
  manifest.flags = built;
}

/** A script a page: every file of this folder, by its name. */
function pages(folder) {
  const files = readdirSync(join(here, "src", folder)).filter((file) => file.endsWith(".ts"));
  return Object.fromEntries(files.map((file) => [basename(file, ".ts"), `src/${folder}/${file}`]));
}

const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.ts", live: "src/live.ts", sites: "src/sites.ts", settings: "src/settings.ts", style: "styles/index.css", ...pages("reports") },
  bundle: true,
  // What several pages need is a file of its own, which a browser loads once.
  splitting: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  metafile: true,
  outdir: dist,
  write: false,
});

// The manifest comes last and at once, so a running server never sees names that are not there yet. What it does not
// name any more goes an hour later: pages that are open may still ask for it.
mkdirSync(dist, { recursive: true });
for (const { path, contents } of outputFiles) write(basename(path), contents);
for (const [path, { entryPoint, imports }] of Object.entries(metafile.outputs)) {
  if (!entryPoint) continue;
  const name = basename(path).replace(/-[A-Z0-9]{8}(?=\.\w+$)/, "");
  manifest[name] = basename(path);
  const parts = imports.filter((part) => part.kind === "import-statement").map((part) => basename(part.path));
  if (parts.length) manifest.parts[name] = parts;
}
place("world.json", Buffer.from(JSON.stringify(world())));
place("icon.svg", readFileSync(join(here, "icon.svg")));
placeFlags();
writeFileSync(join(dist, "manifest.json.new"), JSON.stringify(manifest));
renameSync(join(dist, "manifest.json.new"), join(dist, "manifest.json"));
for (const name of readdirSync(dist)) {
  if (!written.has(name) && statSync(join(dist, name)).mtimeMs < Date.now() - 3_600_000) rmSync(join(dist, name), { recursive: true });
}
