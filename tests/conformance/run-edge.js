// @ts-check
// The suite in Vercel's edge runtime. It is bundled as Vercel does: the condition `edge-light`, and `.wasm?module` is a module
// that the platform hands in.

import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { edgeRuntime } from "../runtimes.js";
import { print } from "./print.js";

const { EdgeRuntime } = (await import(edgeRuntime)).default;
/** @type {Record<string, WebAssembly.Module>} */
const modules = {};

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("edge.js", import.meta.url))],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2022",
  conditions: ["edge-light", "worker", "browser"],
  logLevel: "error",
  plugins: [{
    name: "wasm modules",
    setup(build) {
      build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: `${resolveDir}/${path.replace("?module", "")}`, namespace: "module" }));
      build.onLoad({ filter: /.*/, namespace: "module" }, async ({ path }) => {
        modules.wasm_waxseal = new WebAssembly.Module(await readFile(path));
        return { contents: "export default wasm_waxseal" };
      });
    },
  }],
});

const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text, extend: (/** @type {object} */ context) => Object.assign(context, modules) });
const response = await runtime.dispatchFetch("https://suite.example/");
if (!response.ok) throw new Error(`the runtime answered ${response.status}: ${await response.text()}`);
const { counts, failures } = await response.json();
process.exitCode = Object.keys(modules).length === 1 && print(counts, failures) ? 0 : 1;
