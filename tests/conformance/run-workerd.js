// @ts-check
// The suite inside workerd: `node run-workerd.js [compatibility flag …]`. esbuild bundles for it as wrangler does.

import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";

const flags = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "waxseal-workerd-"));
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
  const wasm = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  if (wasm.length !== 1) throw new Error(`the bundle holds ${wasm.length} wasm modules, not 1`);
  const config = join(folder, "config.capnp");
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (services = [(name = "suite", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "${wasm[0]}", wasm = embed "${wasm[0]}")],
      compatibilityDate = "2026-01-01", compatibilityFlags = ${JSON.stringify(flags)},
    ))]);`,
  );
  const [code, signal] = await once(
    spawn(workerd.default, ["test", config], { stdio: ["ignore", "inherit", "inherit"] }),
    "exit",
  );
  process.exitCode = signal ? 1 : code;
} finally {
  await rm(folder, { recursive: true, force: true });
}
