// Starts the apps: each is a process that can be asked how long it worked and what it holds.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import workerd from "workerd";
import { DEPLOYED } from "../runtimes/lines.js";

/** What runs: also when a run breaks off, nothing stays. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** @typedef {{ pid: number, port: number, names: string[], stop(): Promise<void> }} Server */

/** By what stands over the tables. @type {Record<string, (redis: number) => Promise<Server>>} */
export const SERVERS = {
  "Express, Node": (redis) => startNode("express", redis),
  "Hono, Node": (redis) => startNode("hono", redis),
  "Hono, workerd": startWorkerd,
};

/** @param {string} framework @param {number} redis its port @returns {Promise<Server>} */
async function startNode(framework, redis) {
  const child = spawn(process.execPath, [here("serve.js"), framework, String(redis)], { stdio: ["ignore", "pipe", "inherit"], env: DEPLOYED });
  const { line, stop } = await firstLine(child, child.stdout);
  return { pid: child.pid, ...JSON.parse(line), stop };
}

/** workerd forgets what an object holds in memory when it evicts it, ten seconds idle: others' turns are longer. @returns {Promise<Server>} */
async function startWorkerd() {
  const folder = mkdtempSync(join(tmpdir(), "waxseal-load-"));
  await build({
    entryPoints: [here("apps/worker.js")], outfile: join(folder, "worker.js"), bundle: true, minify: true, format: "esm", target: "es2024",
    conditions: ["workerd", "worker", "browser"], external: ["cloudflare:*", "node:*"], loader: { ".wasm": "copy" }, assetNames: "[name]", logLevel: "error",
  });
  const config = join(folder, "config.capnp");
  writeFileSync(config, `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = (
        modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "waxseal_bg.wasm", wasm = embed "waxseal_bg.wasm")],
        compatibilityDate = "2026-01-01", compatibilityFlags = ["nodejs_compat"],
        durableObjectNamespaces = [(className = "WaxsealSessions", uniqueKey = "waxseal", preventEviction = true)], durableObjectStorage = (inMemory = void),
        bindings = [(name = "SESSIONS", durableObjectNamespace = "WaxsealSessions")],
      ))],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );`);
  const child = spawn(workerd.default ?? workerd, ["serve", config, "--control-fd=3"], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const { line, stop } = await firstLine(child, child.stdio[3]);
  const { port } = JSON.parse(line);
  const names = await (await fetch(`http://127.0.0.1:${port}/names`)).json();
  return {
    pid: child.pid, port, names,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** @param {import("node:child_process").ChildProcess} child @param {any} stream */
async function firstLine(child, stream) {
  const ended = once(child, "exit");
  running.add(child);
  const [line] = await Promise.race([once(stream, "data"), ended.then(() => { throw new Error("a server did not start: what it said is above"); })]);
  return {
    line: String(line),
    async stop() {
      child.kill("SIGKILL");
      await ended;
      running.delete(child);
    },
  };
}
