/** Prints the bytes a visitor downloads, as JSON, a line a file; bundled anew, so never a stale file. */
import { bundle } from "./bundle.mjs";
import { agree, agreedCosts, growth, measureCosts, sentSize } from "./costs.mjs";
import { bundleVitals } from "./vitals/bundle.mjs";

for (const [file, source] of Object.entries({ "li.js": bundle(), "li-vitals.js": bundleVitals() })) {
  console.log(JSON.stringify({ file, raw: Buffer.byteLength(source), gzip: sentSize(source) }));
}
const costs = measureCosts();
if (process.argv.includes("--write")) agree(costs);
console.log(JSON.stringify({ file: "li.js", modules: costs.modules }));
for (const line of growth(costs, agreedCosts())) console.error(line);
