// @ts-check
// What the package weighs, against its budget: all that CI asks. `node benches/size.js FOLDER` also writes benches/SIZE.md, with the
// modules that .ci/size put there.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { table, weigh } from "./size/weigh.js";

/** In bytes of gzip. GOAL is where it is to come to; nothing may go over BUDGET, which comes down with every step there. */
const GOAL = 110_000;
const BUDGET = 154_000;

const path = (/** @type {string} */ file) => fileURLToPath(new URL(`../pkg/${file}`, import.meta.url));
const module = weigh(readFileSync(path("wasm/waxseal_bg.wasm")));
const bundled = await build({
  entryPoints: [path("index.js")], bundle: true, minify: true, format: "esm", write: false, external: ["#wasm"], legalComments: "none",
});
const js = weigh(bundled.outputFiles[0].contents);
const together = module.map((bytes, at) => bytes + js[at]);
const totals = table(["bytes", "raw", "gzip -9", "brotli"], [["the module", ...module], ["its JavaScript, bundled and minified", ...js], ["together", ...together]]);
console.log(totals);

const [, , folder] = process.argv;
if (folder) {
  const { report } = await import("./size/report.js");
  writeFileSync(new URL("SIZE.md", import.meta.url), await report({ goal: GOAL, budget: BUDGET, totals, module, js, folder }));
}

const [, total] = together;
const fits = total <= BUDGET;
console.log(`\n${fits ? 1 : 0} passed, ${fits ? 0 : 1} failed`);
if (!fits) {
  console.error(`${total} bytes of gzip are over the budget of ${BUDGET}`);
  process.exitCode = 1;
}
