// @ts-check
// Workers in workerd itself: bundled as wrangler does, configured, and tested or served.

import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import workerd from "workerd";

/** @typedef {{ flags?: string[], bindings?: Record<string, string>, conditions?: string[], modules?: number, date?: string }} Options `modules`: how many of WebAssembly its bundle holds */

/**
 * A folder with the bundle and its configuration. `source` is a file, or code with the folder that it imports from.
 * @param {string | { contents: string, resolveDir: string }} source @param {Options} [options]
 */
async function configure(source, { flags = [], bindings = {}, conditions = ["workerd", "worker", "browser"], modules = 1, date = "2026-01-01" } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-workerd-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  await build({
    ...(typeof source === "string" ? { entryPoints: [source] } : { stdin: source }),
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions,
    external: ["cloudflare:*", "node:*"],
    loader: { ".wasm": "copy" }, // a module of its own: workerd compiles it when it loads the Worker
    assetNames: "[name]",
    logLevel: "error",
  }).catch(async (error) => {
    await remove();
    throw error;
  });
  const wasm = (await readdir(folder)).filter((file) => file.endsWith(".wasm"));
  if (wasm.length !== modules) throw new Error(`the bundle holds ${wasm.length} wasm modules, not ${modules}`);
  const compiled = wasm.map((file) => `(name = "${file}", wasm = embed "${file}")`);
  const texts = Object.entries(bindings).map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`);
  const config = join(folder, "config.capnp");
  await writeFile(config, `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (
        modules = [(name = "worker.js", esModule = embed "worker.js"), ${compiled.join()}],
        compatibilityDate = "${date}", compatibilityFlags = ${JSON.stringify(flags)}, bindings = [${texts.join()}],
      )), (name = "internet", network = (allow = ["public", "private"]))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );`);
  return { config, remove };
}

/** Runs the Worker's `test` handler. @param {string} source @param {Options} [options] @returns {Promise<boolean>} whether it passed */
export async function test(source, options) {
  const { config, remove } = await configure(source, options);
  try {
    const [code] = await once(spawn(workerd.default, ["test", config], { stdio: ["ignore", "inherit", "inherit"] }), "exit");
    return code === 0;
  } finally {
    await remove();
  }
}

/**
 * Serves the Worker on a free port.
 * @param {Parameters<typeof configure>[0]} source @param {Options} [options] @returns {Promise<{ origin: string, stop(): Promise<void> }>}
 */
export async function serve(source, options) {
  const { config, remove } = await configure(source, options);
  const child = spawn(workerd.default, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    await remove();
  };
  const said = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  const listening = once(said, "data").then(([line]) => JSON.parse(line));
  const { port } = await Promise.race([listening, ended.then(([code]) => ({ code }))]).catch(() => ({}));
  if (port) return { origin: `http://127.0.0.1:${port}`, stop };
  await stop();
  throw new Error("workerd did not start: what it said is above");
}
