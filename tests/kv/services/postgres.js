// @ts-check
// PostgreSQL by both clients, and a restart of the server in the middle of a thousand writes.

import { Pool, types } from "pg";
import postgres from "postgres";
import { StoreError, createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { startPostgres } from "../postgres-server.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.url, max: 20, connectionTimeoutMillis: 10_000, query_timeout: 60_000 });
  // Of connections that a restart cuts while nobody uses them.
  pool.on("error", () => {});
  const sql = postgres(server.url, { max: 20, onnotice() {}, backoff: () => 0.1, connect_timeout: 10 });
  const dump = async () => (await pool.query("SELECT key, value FROM waxseal")).rows.map(({ key, value }) => /** @type {[string, Uint8Array]} */ ([key, value]));
  /** The database's clock can't be put forward: its records are put back. @param {number} seconds */
  const advance = async (seconds) => void (await pool.query("UPDATE waxseal SET until = until - $1 * interval '1 second'", [seconds]));
  try {
    await section("postgres: no table", [{ name: "an error that says what to run", run: () => withoutTable(pool) }]);
    await pool.query(SCHEMA);
    await pool.query(SCHEMA);
    await section("postgres: numbers by another name", [{ name: "a client that reads integers as text, or as bigints", run: () => otherNumbers(server.url) }]);
    for (const [name, client] of Object.entries({ pg: pool, postgres: sql })) {
      const kv = postgresKV(client);
      await section(`postgres, ${name}: adapter`, [...adapterSuite(() => kv, { advance }), { name: "what is over is deleted as new records come, and by sweep", run: () => sweeps(pool, client, advance) }]);
      await section(`postgres, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump, many: 100, strangers: 3000 }));
      await section(`postgres, ${name}: restart`, [{ name: "of what was acknowledged nothing is lost, and all else is done or an error", run: () => restarts(server, client) }]);
    }
  } finally {
    // A pool that was cut off while it connected may wait for that connection for ever.
    const patience = new Promise((resolve) => setTimeout(resolve, 5000));
    await Promise.race([Promise.all([pool.end(), sql.end({ timeout: 3 })]), patience]);
    await server.stop();
  }
}

/** @param {Pool} pool */
async function withoutTable(pool) {
  const sessions = createSessions({ store: "kv", key: "sid", kv: postgresKV(pool), log: false });
  const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {unknown} */ error) => error);
  if (!(error instanceof StoreError) || !/run SCHEMA of waxseal\/kv\/postgres/.test(error.message) || error.retriable) throw new Error(`${error}`);
}

/** @param {string} url */
async function otherNumbers(url) {
  for (const read of [String, BigInt]) {
    const getTypeParser = (/** @type {number} */ type, /** @type {any} */ format) => (type === types.builtins.INT4 ? read : types.getTypeParser(type, format));
    const pool = new Pool({ connectionString: url, max: 1, types: /** @type {any} */ ({ getTypeParser }) });
    const sql = postgres(url, { max: 1, onnotice() {}, types: { integer: { to: 23, from: [23], serialize: String, parse: read } } });
    try {
      for (const client of [pool, sql]) {
        const kv = postgresKV(client);
        const key = `by-${read.name}-${client === pool}`;
        const done = [await kv.put(key, new Uint8Array(1), { ttl: 60, if: null }), await kv.put(key, new Uint8Array(1), { ttl: 60, if: null })];
        if (done.join() !== "true,false") throw new Error(`${read.name}: ${done}`);
      }
    } finally {
      await Promise.all([pool.end(), sql.end()]);
    }
  }
}

/** @param {Pool} pool @param {any} client @param {(seconds: number) => Promise<void>} advance */
async function sweeps(pool, client, advance) {
  const count = async () => Number((await pool.query("SELECT count(*) AS count FROM waxseal")).rows[0].count);
  const kv = postgresKV(client);
  await kv.sweep();
  await kv.delete("stays");
  const before = await count();
  for (let at = 0; at < 20; at += 1) await kv.put(`over-${at}`, new Uint8Array(1), { ttl: 1 });
  await advance(5);
  const other = postgresKV(client);
  await other.put("stays", new Uint8Array(1), { ttl: 3600 });
  if ((await count()) !== before + 1) throw new Error(`${await count()} records after a put, not ${before + 1}`);
  for (let at = 0; at < 1100; at += 1) await other.put(`over-${at}`, new Uint8Array(1), { ttl: 1 });
  await advance(5);
  await other.sweep();
  if ((await count()) !== before + 1) throw new Error(`${await count()} records after sweep, not ${before + 1}`);
}

/** @param {Awaited<ReturnType<typeof startPostgres>>} server @param {any} client */
async function restarts(server, client) {
  const sessions = createSessions({ store: "kv", key: "sid", kv: postgresKV(client), timeout: 20_000, log: false });
  const cookies = [];
  for (let at = 0; at < 20; at += 1) cookies.push(String(await sessions.commit((await sessions.fetch("")).put("n", 0))).split(";")[0]);
  let isRestarted = false;
  /** @type {number[]} */
  const acknowledged = cookies.map(() => 0);
  let failures = 0;
  const writing = cookies.map(async (cookie, at) => {
    for (let next = 1; next <= 50 || !isRestarted; next += 1) {
      try {
        await sessions.commit((await sessions.fetch(cookie)).put("n", next));
        acknowledged[at] = next;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        failures += 1;
        // Each takes the whole timeout: so many say enough.
        if (failures > 20) return;
      }
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.restart(300);
  isRestarted = true;
  await Promise.all(writing);
  for (const [at, cookie] of cookies.entries()) {
    const found = (await sessions.fetch(cookie)).get("n");
    if (found < acknowledged[at]) throw new Error(`${found} where ${acknowledged[at]} was acknowledged`);
  }
  if (failures > 0) throw new Error(`${failures} writes failed, though the server was away for less than the timeout`);
}
