/** Examples as they are in the repository, visited in a simulated browser with the tracker as sites get it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { JSDOM } from "jsdom";
import type { BrowserPage } from "../../test/browser-page.ts";

export const folder = fileURLToPath(new URL("..", import.meta.url));

/** Where the modules of the npm package come from, so that the tests need nothing that was built. */
export const SOURCES = {
  "liveinsight-tracker/vitals": fileURLToPath(new URL("../../vitals/package.ts", import.meta.url)),
  "liveinsight-tracker": fileURLToPath(new URL("../../src/package.ts", import.meta.url)),
};

export function read(name: string): string {
  return readFileSync(folder + name, "utf8");
}

/** An HTML example, parsed but not run. */
export function parsed(name: string): Document {
  return new JSDOM(read(name)).window.document;
}

/** The text of the inline scripts of an HTML example, in order. */
export function inlineScripts(page: Document): string[] {
  return [...page.querySelectorAll("script:not([src])")].map((script) => script.textContent ?? "");
}

/** The `data-*` attributes of an element, by name. */
export function dataOf(element: Element): Record<string, string> {
  const data = [...element.attributes].filter(({ name }) => name.startsWith("data-"));
  return Object.fromEntries(data.map(({ name, value }) => [name, value]));
}

/** Bundles an example's entry as its build tool would. */
export function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    alias: SOURCES,
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Custom events that have arrived, without what is the same in all of them. */
export function arrived(page: BrowserPage) {
  const custom = page.received().filter(({ type }) => type == "event");
  return custom.map(({ name, props, revenue }) => ({ name, props, ...(revenue ? { revenue } : {}) }));
}
