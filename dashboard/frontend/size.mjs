/** What scripts, styles and the map weigh: every file, and every script with the parts that it imports. */
import { readFileSync, statSync } from "node:fs";

const dist = new URL("../static/dist/", import.meta.url);
const { parts, flags: _flags, ...files } = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));

const gzip = (built) => statSync(new URL(`${built}.gz`, dist)).size;
const line = (name, ...sizes) => console.log(name.padEnd(16) + sizes.map((size) => String(size).padStart(10)).join(""));

line("bytes, gzip", "alone", "with parts");
for (const [name, built] of Object.entries(files)) {
  const alone = gzip(built);
  line(name, alone, (parts[name] ?? []).reduce((sum, part) => sum + gzip(part), alone));
}
