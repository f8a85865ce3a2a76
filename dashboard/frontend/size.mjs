/** What a first visit of the live page transfers, by file. */
import { readFileSync, statSync } from "node:fs";

const dist = new URL("../static/dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));
let total = 0;
for (const [name, built] of Object.entries(manifest)) {
  if (name === "flags") continue;
  const raw = statSync(new URL(built, dist)).size;
  const gzip = statSync(new URL(`${built}.gz`, dist)).size;
  if (name !== "sites.js") total += gzip;
  console.log(`${name.padEnd(12)} ${String(raw).padStart(8)} bytes ${String(gzip).padStart(8)} gzip`);
}
console.log(`live page    ${String(total).padStart(23)} gzip`);
