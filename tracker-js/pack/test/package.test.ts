import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage } from "../../test/browser-page.ts";
import { install, type Installed } from "./installed.ts";

let installed: Installed;
before(() => {
  installed = install();
});
after(() => installed.remove());

test("the package holds its modules, their types, both scripts, licences and nothing else", () => {
  const modules = installed.files.filter((name) => name.startsWith("dist/modules/"));
  assert.deepEqual(
    installed.files.filter((name) => !modules.includes(name)),
    [
      "LICENSE",
      "README.md",
      "dist/LICENSE-web-vitals.txt",
      "dist/index.d.ts",
      "dist/index.js",
      "dist/li-vitals.js",
      "dist/li.js",
      "dist/vitals.d.ts",
      "dist/vitals.js",
      "package.json",
    ],
  );
  assert.ok(modules.includes("dist/modules/src/package.js") && modules.includes("dist/modules/src/package.d.ts"));
  for (const name of modules) assert.match(name, /^dist\/modules\/src\/[a-z-/]+(\.d\.ts|\.js)$/);
});

test("no file names a machine, a registry or a source map", () => {
  const here = new URL("../../..", import.meta.url).pathname;
  for (const name of installed.files) {
    const text = readFileSync(join(installed.project, "node_modules/liveinsight-tracker", name), "utf8");
    assert.ok(!text.includes(here) && !/sourceMappingURL|registry\.|\/home\//.test(text), name);
  }
});

test("importing it on a server, and calling everything there, is harmless", () => {
  const module = installed.write(
    "server.js",
    `import * as tracker from "liveinsight-tracker";
     import { measureVitals } from "liveinsight-tracker/vitals";
     tracker.init({ site: "KEY" });
     for (const call of ["track", "pageview", "identify", "optOut", "optIn"]) tracker[call]("x");
     measureVitals();
     console.log(Object.keys(tracker).sort().join(), typeof globalThis.liveinsight);`,
  );
  assert.equal(
    installed.run(process.execPath, module).trim(),
    "identify,init,optIn,optOut,pageview,track undefined",
  );
});

const CONSUMER = `
import { identify, init, optIn, optOut, pageview, track, type Options } from "liveinsight-tracker";
import { measureVitals } from "liveinsight-tracker/vitals";

const options: Options = { site: "KEY", api: "https://c.example", hash: true, auto: "pageviews", exclude: "/admin/*" };
init({ ...options, beforeSend: (event) => (event.url.includes("secret") ? null : event) });
track("signup", { props: { plan: "pro" }, revenue: { amount: "19.90", currency: "USD" }, interactive: false });
track("plain");
pageview({ url: "/next" });
identify("user-123");
identify();
optOut();
optIn();
measureVitals();
// @ts-expect-error: the site key is required
init({});
// @ts-expect-error: an event has a name
track();
`;

for (const resolution of ["nodenext", "bundler"]) {
  test(`a strict TypeScript project finds the types (${resolution})`, () => {
    const module = resolution == "bundler" ? "preserve" : "nodenext";
    installed.write("consumer.ts", CONSUMER);
    const compiler = join(installed.project, "node_modules/typescript/bin/tsc");
    const flags = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--target", "es2022"];
    installed.run(
      process.execPath,
      ...[compiler, "--ignoreConfig", "--noEmit", ...flags],
      ...["--module", module, "--moduleResolution", resolution, "consumer.ts"],
    );
  });
}

test("whoever imports only track gets nothing but that", () => {
  const bundled = installed.bundle('import { track } from "liveinsight-tracker"; track("signup");');
  assert.ok(bundled.length < 300, bundled);
  const unused = installed.bundle('import "liveinsight-tracker"; import "liveinsight-tracker/vitals";');
  assert.equal(unused.replace(/[\s;]|"use strict"|\(\(\)=>\{\}\)\(\)/g, ""), "");
});

test("an application counts with it as the script does", async () => {
  const source = installed.bundle(
    `import { init, track } from "liveinsight-tracker";
     track("early");
     init({ site: "KEY", api: "https://c.example" });
     track("signup", { props: { plan: "pro" } });`,
  );
  const page = openPage({ source });
  await page.clock.tickAsync(3_000);
  assert.equal(page.requests[0]!.url.toString(), "https://c.example/events");
  assert.deepEqual(new Set(page.requests.map(({ beacon }) => beacon.site)), new Set(["KEY"]));
  const names = page.received().map(({ type, name }) => name ?? type);
  assert.deepEqual(names.toSorted(), ["early", "pageview", "signup"]);
});
