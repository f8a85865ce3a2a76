/** Prints the bytes a visitor downloads, as JSON, a line a file: bundled anew, so never a stale file. */
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";
import { bundleVitals } from "./vitals/bundle.mjs";

for (const [file, source] of Object.entries({ "li.js": bundle(), "li-vitals.js": bundleVitals() })) {
  const script = Buffer.from(source);
  console.log(JSON.stringify({ file, raw: script.length, gzip: gzipSync(script, { level: 9 }).length }));
}
