import assert from "node:assert/strict";
import { test } from "node:test";
import { transformSync } from "esbuild";
import vue from "@vitejs/plugin-vue";
import { build, type Rollup } from "vite";
import { openPage } from "../../test/browser-page.ts";
import { arrived, bundled, folder, read, SOURCES } from "./visited.ts";

/** Runs a built application and clicks its only button. */
async function clicked(source: string, html: string) {
  const page = openPage({ html, source });
  await page.clock.tickAsync(1_000);
  page.window.document.querySelector("button")!.click();
  await page.clock.tickAsync(5_000);
  assert.equal(page.requests[0]!.beacon.site, "SITE_KEY");
  assert.equal(page.received().filter(({ type }) => type == "pageview").length, 1);
  return arrived(page);
}

const SIGNED_UP = [{ name: "signup", props: { plan: "pro" } }];

test("React", async () => {
  assert.deepEqual(await clicked(bundled("react/src/main.tsx"), '<div id="root"></div>'), SIGNED_UP);
});

test("Vue", async () => {
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [vue()],
    resolve: { alias: SOURCES },
    build: { write: false, lib: { entry: "vue/src/main.ts", formats: ["iife"], name: "app" } },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const [{ output }] = result as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  assert.deepEqual(await clicked(output[0].code, '<div id="app"></div>'), SIGNED_UP);
});

test("Next.js: the file that runs in the browser first starts the tracker", async () => {
  const source = bundled("next/instrumentation-client.ts")
    .replaceAll("process.env.NEXT_PUBLIC_LIVEINSIGHT_SITE", '"SITE_KEY"')
    .replaceAll("process.env.NEXT_PUBLIC_LIVEINSIGHT_API", '"https://c.example"');
  const page = openPage({ source });
  await page.clock.tickAsync(1_000);
  assert.deepEqual(page.received().map(({ type }) => type), ["pageview"]);
  assert.match(read("next/app/sign-up.tsx"), /^"use client";/);
});

test("SvelteKit: the scripts are TypeScript, and the hook has the name that SvelteKit looks for", () => {
  const hook = transformSync(read("sveltekit/src/hooks.client.ts"), { loader: "ts", format: "esm" });
  assert.match(hook.code, /export \{\s*init\s*\}|export const init/);
  const component = read("sveltekit/src/lib/SignUp.svelte");
  transformSync(/<script lang="ts">([^]*?)<\/script>/.exec(component)![1]!, { loader: "ts" });
});
