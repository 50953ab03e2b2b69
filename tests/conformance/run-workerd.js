// @ts-check
// The suite inside workerd: `node run-workerd.js [compatibility flag …]`. esbuild bundles for it as wrangler does.

import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { print } from "./print.js";

const folder = await mkdtemp(join(tmpdir(), "waxseal-workerd-"));
let passed = false;
try {
  await build({
    entryPoints: [fileURLToPath(new URL("worker.js", import.meta.url))],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" }, // a module of its own: workerd compiles it when it loads the Worker
    assetNames: "[name]",
    logLevel: "error",
  });
  const files = await readdir(folder);
  const wasm = files.filter((file) => file.endsWith(".wasm"));
  if (wasm.length !== 1) throw new Error(`the bundle holds ${wasm.length} wasm modules, not 1: ${files}`);
  const miniflare = new Miniflare({
    modules: [
      { type: "ESModule", path: "worker.js", contents: await readFile(join(folder, "worker.js"), "utf8") },
      ...(await Promise.all(wasm.map(async (path) => ({ type: /** @type {const} */ ("CompiledWasm"), path, contents: await readFile(join(folder, path)) })))),
    ],
    compatibilityDate: "2026-01-01",
    compatibilityFlags: process.argv.slice(2),
  });
  try {
    const response = await miniflare.dispatchFetch("http://suite/");
    if (!response.ok) throw new Error(`the Worker answered ${response.status}: ${await response.text()}`);
    const { counts, failures } = /** @type {any} */ (await response.json());
    passed = print(counts, failures);
  } finally {
    await miniflare.dispose();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = passed ? 0 : 1;
