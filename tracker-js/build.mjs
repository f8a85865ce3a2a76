import { mkdirSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.mjs";

const folder = new URL("./dist/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("li.js", folder), bundle());
