/** Builds what sites load (`li.js`, `li-vitals.js`) and what the npm package exports into `dist`. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.mjs";
import { bundlePackage } from "./pack/bundle.mjs";
import { declarePackage } from "./pack/types.mjs";
import { bundleVitals } from "./vitals/bundle.mjs";

const folder = new URL("./dist/", import.meta.url);
// A file takes its place whole: servers and other builds may be reading it.
const write = (name, content) => {
  const [draft, place] = [new URL(`${name}.new`, folder), new URL(name, folder)];
  mkdirSync(new URL(".", place), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, place);
};

write("li.js", bundle());
write("li-vitals.js", bundleVitals());
rmSync(new URL("modules/", folder), { recursive: true, force: true });
for (const [name, content] of Object.entries({ ...bundlePackage(), ...declarePackage() })) write(name, content);
write("LICENSE-web-vitals.txt", readFileSync(new URL("../LICENSE", import.meta.resolve("web-vitals"))));
