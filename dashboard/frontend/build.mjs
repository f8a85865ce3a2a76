/** Scripts, styles, map and flags → `dashboard/static/dist`, with hashed names and a manifest. */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { world } from "./world.mjs";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../static/dist");
const manifest = {};

function place(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const suffix = extname(name);
  const built = `${basename(name, suffix)}-${hash}${suffix}`;
  writeFileSync(join(dist, built), content);
  writeFileSync(join(dist, `${built}.gz`), gzipSync(content, { level: 9 }));
  manifest[name] = built;
}

/** Flags as files: a page loads the few that it shows. The version in the path makes them immutable. */
function placeFlags() {
  const folder = dirname(require.resolve("country-flag-icons/package.json"));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const built = `flags-${version}`;
  mkdirSync(join(dist, built));
  for (const name of readdirSync(join(folder, "3x2")).filter((file) => /^[A-Z]{2}\.svg$/.test(file))) {
    cpSync(join(folder, "3x2", name), join(dist, built, name));
  }
  manifest.flags = built;
}

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.ts", live: "src/live.ts", sites: "src/sites.ts", style: "styles/index.css" },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  outdir: dist,
  write: false,
});

// A manifest is written last, so a running server never sees names that are not there yet.
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const file of outputFiles) place(basename(file.path), Buffer.from(file.contents));
place("world.json", Buffer.from(JSON.stringify(world())));
place("icon.svg", readFileSync(join(here, "icon.svg")));
placeFlags();
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest));
