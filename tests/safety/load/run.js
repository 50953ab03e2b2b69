// @ts-check
// `node run.js PART [requests] [server …]`: so many on each runtime and store, or what two hours give, 32 connections, 1,000 visitors, a tenth of it hostile. Nobody's session is lost
// or another's, no answer is a 5xx, and memory at the end is what it was after the first part. With Durable Objects that is the Worker's own heap
// and the core's memory: workerd's process is as big as the most databases that it ever had open at once, a quarter of a megabyte each whatever the
// object's class does, and after ten minutes the alarms of sessions that were renewed or dropped open theirs too. It is said beside.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { startRedis } from "../../kv/redis-server.js";
import { heapOf } from "./heap.js";
import { traffic } from "./traffic.js";

const [, , part = "load", requestsEach = "20000", ...servers] = process.argv;
const requests = Number(requestsEach);
/** workerd's heap grows for its first 30,000 requests before any of it is collected: what comes after counts. */
const LEAST_IN_WORKERD = 100_000;
/** How long a server is asked at most: a million on Durable Objects take a slow machine more than one. */
const MINUTES = 120;
/** What memory may be at the end, against what it was after the first three tenths. */
const MOST = 1.05;

/** An object leaves the isolate, and its database is closed, ten seconds after its last request (workerd's `handleShutdown`). */
const UNLOADED = 11_000;

/** @typedef {{ origin: string, memory: () => Promise<number>, whole?: () => Promise<number>, stop: () => Promise<void> }} Server */

/** The app on Node, in a process of its own. @param {...string} words @returns {Promise<Server>} */
async function onNode(...words) {
  const child = spawn(process.execPath, ["--expose-gc", fileURLToPath(new URL("server.js", import.meta.url)), ...words], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, NODE_ENV: "production" } });
  const line = async () => String((await once(child.stdout, "data"))[0]).trim();
  const port = await line();
  return {
    origin: `http://127.0.0.1:${port}`,
    async memory() {
      child.stdin.write("memory\n");
      return Number(await line());
    },
    async stop() {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}

/** The memory of the workerd processes that this one has started, in bytes. */
async function residentOfWorkerd() {
  let sum = 0;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    if (/^Name:\s*workerd/m.test(status) && new RegExp(`^PPid:\\s*${process.pid}$`, "m").test(status)) sum += Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
  }
  if (sum === 0) throw new Error("no workerd is running");
  return sum;
}

/** @param {boolean} withObjects @param {string} folder @returns {Promise<Server>} */
async function onWorkerd(withObjects, folder) {
  const outdir = join(folder, `bundle-${withObjects}`);
  await build({ entryPoints: [fileURLToPath(new URL("worker.js", import.meta.url))], outdir, bundle: true, format: "esm", target: "es2024", conditions: ["workerd", "worker", "browser"], external: ["cloudflare:*", "node:*"], loader: { ".wasm": "copy" }, assetNames: "[name]", logLevel: "error" });
  const files = await readdir(outdir);
  const modules = files.map((file) => ({ type: file.endsWith(".wasm") ? "CompiledWasm" : "ESModule", path: join(outdir, file) })).sort(({ type }) => (type === "ESModule" ? -1 : 1));
  const miniflare = new Miniflare(convertV4MiniflareOptions(/** @type {any} */ ({
    modules, modulesRoot: outdir, compatibilityDate: "2026-01-01", host: "127.0.0.1", port: 0, inspectorPort: 0,
    ...(withObjects ? { durableObjects: { OBJECTS: { className: "Objects", useSQLite: true } }, resourcePersistencePath: join(folder, "state") } : {}),
  })));
  const { origin } = await miniflare.ready;
  const stop = () => miniflare.dispose();
  if (!withObjects) return { origin, memory: residentOfWorkerd, stop };
  const inspector = await miniflare.getInspectorURL();
  return {
    origin, whole: residentOfWorkerd, stop,
    async memory() {
      await pass(UNLOADED);
      const core = Number(await (await fetch(`${origin}/core`)).text());
      return core + (await heapOf(inspector, "core:user:"));
    },
  };
}

/** The Worker calls `gc()` before its heap is measured: Miniflare gives workerd these flags. */
process.env.MINIFLARE_WORKERD_V8_FLAGS = "--expose-gc";
const folder = await mkdtemp(join(tmpdir(), "waxseal-load-"));
/** @type {Record<string, () => Promise<Server>>} */
const SERVERS = {
  "Node, cookie": () => onNode("cookie"),
  "Node, sqlite": () => onNode("sqlite", join(folder, "sessions.db")),
  "Node, Redis": async () => {
    const redis = await startRedis();
    const server = await onNode("redis", `${redis.port}`);
    return { ...server, stop: async () => (await server.stop(), await redis.stop()) };
  },
  "workerd, cookie": () => onWorkerd(false, folder),
  "workerd, Durable Object": () => onWorkerd(true, folder),
};

const asked = Object.entries(SERVERS).filter(([name]) => servers.length === 0 || servers.some((server) => name.startsWith(server)));
let wrong = 0;
/** Garbage comes and goes: the least of the last three tenths against the most of what there was by the third. @param {number[]} tenths */
const grown = (tenths) => Math.min(...tenths.slice(-3)) / Math.max(...tenths.slice(0, 3));
const megabytes = (/** @type {number[]} */ tenths) => tenths.map((bytes) => (bytes / 1e6).toFixed(1)).join(", ");
const sum = { requests: 0, hostile: 0, lost: 0, crossed: 0, opened: 0, failed: 0 };
let most = 0;
/** What a whole process came to, where the app's own memory is measured. @type {string[]} */
const besides = [];
try {
  for (const [name, start] of asked) {
    const server = await start();
    /** @type {number[]} */
    const memory = [];
    /** @type {number[]} */
    const whole = [];
    try {
      const tally = await traffic(server.origin, name.startsWith("workerd") ? Math.max(requests, LEAST_IN_WORKERD) : requests, MINUTES, async (share) => {
        memory.push(await server.memory());
        if (server.whole) whole.push(await server.whole());
        console.log(`  ${name}: ${Math.round(share * 100)} % of the requests`);
      });
      const growth = grown(memory);
      most = Math.max(most, growth);
      for (const key of /** @type {(keyof typeof sum)[]} */ (Object.keys(sum))) sum[key] += tally[key];
      const isWrong = tally.lost + tally.crossed + tally.opened + tally.failed > 0 || growth > MOST;
      if (isWrong) wrong += 1;
      console.log(`  ${isWrong ? "FAILED " : ""}${name}: ${tally.requests} requests, ${tally.lost} lost, ${tally.crossed} crossed, ${tally.opened} forged ones opened, ${tally.failed} failed; memory ${(growth * 100).toFixed(1)} % (${megabytes(memory)} MB) ${tally.first}`);
      if (whole.length > 0) {
        const grew = `${(grown(whole) * 100).toFixed(1)} %`;
        console.log(`  ${name}: the whole process ${grew} (${megabytes(whole)} MB)`);
        besides.push(`; ${name}: that of the Worker, the process with all that workerd keeps of the objects at ${grew}`);
      }
    } finally {
      await server.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const said = (/** @type {number} */ number) => number.toLocaleString("en");
console.log(`${part}: ${said(sum.requests)} requests on ${asked.map(([name]) => name).join("; ")}: ${sum.lost} lost, ${sum.crossed} crossed, ${sum.failed} 5xx, ${sum.opened} of ${said(sum.hostile)} hostile cookies opened; memory at most ${(most * 100).toFixed(1)} % of what it was${besides.join("")}`);
process.exitCode = wrong === 0 ? 0 : 1;
