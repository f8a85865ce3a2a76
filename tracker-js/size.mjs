/** Prints the bytes a visitor downloads, as JSON: bundled anew, so never a stale file. */
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";

const script = Buffer.from(bundle());
console.log(JSON.stringify({ raw: script.length, gzip: gzipSync(script, { level: 9 }).length }));
