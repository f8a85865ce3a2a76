/** Builds what sites load (`li.js`, `li-vitals.js`) and what the npm package exports into `dist`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.mjs";
import { bundlePackage } from "./pack/bundle.mjs";
import { declarePackage } from "./pack/types.mjs";
import { bundleVitals } from "./vitals/bundle.mjs";

const folder = new URL("./dist/", import.meta.url);
const write = (name, content) => {
  mkdirSync(new URL(".", new URL(name, folder)), { recursive: true });
  writeFileSync(new URL(name, folder), content);
};

write("li.js", bundle());
write("li-vitals.js", bundleVitals());
if (existsSync(new URL("./src/package.ts", import.meta.url))) {
  rmSync(new URL("types/", folder), { recursive: true, force: true });
  for (const [name, content] of Object.entries({ ...bundlePackage(), ...declarePackage() })) write(name, content);
}
write("LICENSE-web-vitals.txt", readFileSync(new URL("../LICENSE", import.meta.resolve("web-vitals"))));
