// @ts-check
// `node run.js [requests] [server]`: so many on each runtime and store, 32 connections, 1,000 visitors, a tenth of it hostile. Nobody's session is lost
// or another's, no answer is a 5xx, and memory at the end is what it was after the first part.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { startRedis } from "../../kv/redis-server.js";
import { traffic } from "./traffic.js";

const requests = Number(process.argv[2] ?? 20_000);
/** workerd's heap grows for its first 30,000 requests before any of it is collected: what comes after counts. */
const LEAST_IN_WORKERD = 100_000;
/** What memory may be at the end, against what it was after the first three tenths. */
const MOST = 1.05;

/** @typedef {{ origin: string, memory: () => Promise<number>, stop: () => Promise<void> }} Server */

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
    modules, modulesRoot: outdir, compatibilityDate: "2026-01-01", host: "127.0.0.1", port: 0,
    ...(withObjects ? { durableObjects: { OBJECTS: { className: "Objects", useSQLite: true } }, resourcePersistencePath: join(folder, "state") } : {}),
  })));
  const { origin } = await miniflare.ready;
  return { origin, memory: residentOfWorkerd, stop: () => miniflare.dispose() };
}

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

const asked = Object.entries(SERVERS).filter(([name]) => name.startsWith(process.argv[3] ?? ""));
let wrong = 0;
const sum = { requests: 0, hostile: 0, lost: 0, crossed: 0, opened: 0, failed: 0 };
let most = 0;
try {
  for (const [name, start] of asked) {
    const server = await start();
    /** @type {number[]} */
    const memory = [];
    try {
      const tally = await traffic(server.origin, name.startsWith("workerd") ? Math.max(requests, LEAST_IN_WORKERD) : requests, async (share) => {
        memory.push(await server.memory());
        console.log(`  ${name}: ${Math.round(share * 100)} % of the requests`);
      });
      // Garbage comes and goes: the least of the last three tenths against the most of what there was by the third.
      const growth = Math.min(...memory.slice(-3)) / Math.max(...memory.slice(0, 3));
      most = Math.max(most, growth);
      for (const key of /** @type {(keyof typeof sum)[]} */ (Object.keys(sum))) sum[key] += tally[key];
      const isWrong = tally.lost + tally.crossed + tally.opened + tally.failed > 0 || growth > MOST;
      if (isWrong) wrong += 1;
      console.log(`  ${isWrong ? "FAILED " : ""}${name}: ${tally.requests} requests, ${tally.lost} lost, ${tally.crossed} crossed, ${tally.opened} forged ones opened, ${tally.failed} failed; memory ${(growth * 100).toFixed(1)} % (${memory.map((bytes) => (bytes / 1e6).toFixed(1)).join(", ")} MB) ${tally.first}`);
    } finally {
      await server.stop();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const said = (/** @type {number} */ number) => number.toLocaleString("en");
console.log(`load: ${said(sum.requests)} requests on ${asked.map(([name]) => name).join("; ")}: ${sum.lost} lost, ${sum.crossed} crossed, ${sum.failed} 5xx, ${sum.opened} of ${said(sum.hostile)} hostile cookies opened; memory at most ${(most * 100).toFixed(1)} % of what it was`);
process.exitCode = wrong === 0 ? 0 : 1;
