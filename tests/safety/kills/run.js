// @ts-check
// `node run.js [kills]`: Redis and PostgreSQL, as they promise to keep what they acknowledged, and processes that write to SQLite, killed with SIGKILL
// while sessions are written, and started again on what is left.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { createSessions } from "waxseal";
import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
import { redisKV } from "waxseal/kv/redis";
import { freePort } from "../../kv/redis-server.js";
import { startPostgres } from "../../kv/postgres-server.js";
import { killSqlite } from "./sqlite.js";
import { NOTHING, add, writers } from "./traffic.js";

const kills = Number(process.argv[2] ?? 5);

/** @typedef {{ kv: import("waxseal").KvAdapter, kill: () => Promise<void>, stop: () => Promise<void> }} Service */

/** Redis that writes to its file before it answers. @returns {Promise<Service>} */
async function redis() {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-kills-"));
  const port = await freePort();
  const words = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  const start = () => {
    const server = spawn("redis-server", words, { stdio: "ignore" });
    process.once("exit", () => server.kill("SIGKILL"));
    return server;
  };
  let server = start();
  const client = new Redis(port, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {});
  await new Promise((resolve) => client.once("ready", resolve));
  const end = async () => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  return {
    kv: redisKV(client),
    async kill() {
      await end();
      await pause(100 + Math.random() * 1200);
      server = start();
    },
    async stop() {
      client.disconnect();
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<Service>} */
async function postgres() {
  const server = await startPostgres();
  const pool = new pg.Pool({ connectionString: server.url, max: 16, connectionTimeoutMillis: 1000 });
  pool.on("error", () => {});
  for (const statement of [SCHEMA].flat()) await pool.query(statement);
  return {
    kv: postgresKV(pool),
    kill: () => server.restart(100 + Math.random() * 1200, "SIGKILL"),
    async stop() {
      await pool.end().catch(() => {});
      await server.stop();
    },
  };
}

/** @param {() => Promise<Service>} make */
async function killService(make) {
  const service = await make();
  try {
    const { seen, run, look } = writers(createSessions({ store: "kv", kv: service.kv, key: "_kills", log: false, timeout: 600 }));
    let isOver = false;
    const running = run(() => isOver);
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(500 + Math.random() * 1000);
      await service.kill();
    }
    await pause(1500);
    isOver = true;
    await running;
    await look();
    return seen;
  } finally {
    await service.stop();
  }
}

const sum = { ...NOTHING };
const parts = { Redis: () => killService(redis), PostgreSQL: () => killService(postgres), SQLite: () => killSqlite(kills) };
let holds = true;
for (const [name, killed] of Object.entries(parts)) {
  const seen = await killed();
  add(sum, seen);
  // Nothing acknowledged: then nobody was killed under a write. Nor was a server, without an error.
  holds &&= seen.lost + seen.back + seen.other === 0 && seen.acknowledged > 50 && seen.dropped > 0 && (name === "SQLite" || seen.errors > 0);
  console.log(`  ${name}: ${kills} kills, ${seen.acknowledged} acknowledged writes and ${seen.dropped} log-outs, ${seen.errors} errors, ${seen.lost} lost, ${seen.back} back, ${seen.other} errors of another kind ${seen.first}`);
}
console.log(`kills: ${kills * Object.keys(parts).length} of Redis, PostgreSQL and SQLite's writers under ${sum.acknowledged.toLocaleString("en")} acknowledged writes and ${sum.dropped.toLocaleString("en")} log-outs: ${sum.lost} lost, ${sum.back} back, ${sum.errors} errors, of which ${sum.other} did not say to try again`);
process.exitCode = holds ? 0 : 1;
