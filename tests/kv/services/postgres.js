// @ts-check
// PostgreSQL by both clients, and a restart of the server in the middle of a thousand writes.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { neon, neonConfig } from "@neondatabase/serverless";
import { Pool, types } from "pg";
import postgres from "postgres";
import { StoreError, createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
import { bun } from "../../runtimes.js";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { startNeon } from "../neon-rest.js";
import { startPostgres } from "../postgres-server.js";
import { trip } from "../trip.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section, elsewhere }) {
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
    await section("postgres: another table", ["id int, data text", "key text, value bytea, version uuid, until timestamptz", "key text PRIMARY KEY, value text, version uuid, until timestamptz"].map((columns) => (
      { name: `an error that says so: ${columns}`, run: () => otherTable(pool, columns) })));
    await pool.query(SCHEMA);
    await pool.query(SCHEMA);
    await section("postgres: clients' options", options(server.url));
    await section("postgres: can only be read", [{ name: "an error that says so", run: () => readOnly(server.url) }]);
    const neons = await startNeon(pool);
    neonConfig.fetchEndpoint = neons.url;
    const overHttp = postgresKV(neon("postgres://user:password@localhost/postgres"));
    await section("postgres, neon", [{ name: "a session's life", run: () => trip(overHttp) }]);
    neons.stop();
    const { stdout } = await promisify(execFile)(bun, [fileURLToPath(new URL("../postgres/bun.js", import.meta.url)), server.url]);
    elsewhere("postgres, Bun's SQL", JSON.parse(stdout));
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

/** A replica, or the primary of before. @param {string} url */
async function readOnly(url) {
  const pool = new Pool({ connectionString: url, max: 1, options: "-c default_transaction_read_only=on" });
  const sessions = createSessions({ store: "kv", key: "sid", kv: postgresKV(pool), log: false });
  const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {unknown} */ error) => error);
  await pool.end();
  if (!(error instanceof StoreError) || !/can only be read/.test(error.message)) throw new Error(`${error}`);
}

/** @param {Pool} pool @param {string} columns */
async function otherTable(pool, columns) {
  await pool.query(`CREATE TABLE waxseal (${columns})`);
  try {
    const sessions = createSessions({ store: "kv", key: "sid", kv: postgresKV(pool), log: false });
    // Bytes are taken for text, too: that is told at the read.
    const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).then((cookie) => sessions.fetch(String(cookie).split(";")[0])).catch((/** @type {unknown} */ error) => error);
    if (!(error instanceof StoreError) || !/the table waxseal is there already/.test(error.message) || error.retriable) throw new Error(`${error}`);
  } finally {
    await pool.query("DROP TABLE waxseal");
  }
}

/** What its users set, and what changes what a client writes and reads: text of another kind, columns of other names. @type {Record<string, any>} */
const OF_PG = {
  "bytes, uuids and numbers as text": { types: { getTypeParser: () => String } },
  "numbers as bigints": { types: { getTypeParser: (/** @type {number} */ type, /** @type {any} */ format) => (type === types.builtins.INT4 ? BigInt : types.getTypeParser(type, format)) } },
  "uuids as objects": { types: { getTypeParser: (/** @type {number} */ type, /** @type {any} */ format) => (type === types.builtins.UUID ? (/** @type {string} */ id) => ({ id }) : types.getTypeParser(type, format)) } },
  "binary answers": { binary: true },
  "bytes escaped": { options: "-c bytea_output=escape" },
  "serializable transactions": { options: "-c default_transaction_isolation=serializable" },
  "an encoding and a time of its own": { options: "-c client_encoding=latin1 -c timezone=Asia/Tokyo -c datestyle=SQL,DMY -c intervalstyle=sql_standard" },
};

/** @type {Record<string, any>} */
const OF_POSTGRES = {
  "columns in capitals": { transform: { column: (/** @type {string} */ name) => name.toUpperCase() } },
  "postgres.pascal": { transform: /** @type {any} */ (postgres).pascal },
  "values as text": { transform: { value: String } },
  "rows of another kind": { transform: { row: (/** @type {object} */ row) => Object.values(row) } },
  "bytes in base64": { types: { bytes: { to: 17, from: [17], serialize: (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("base64"), parse: String } } },
  "uuids as objects": { types: { id: { to: 2950, from: [2950], serialize: (/** @type {any} */ { id }) => id, parse: (/** @type {string} */ id) => ({ id }) } } },
  "bytes escaped": { connection: { bytea_output: "escape" } },
  "statements that are prepared": { prepare: true, fetch_types: false },
};

/** @param {string} url @returns {import("waxseal/conformance").Test[]} */
function options(url) {
  const pools = Object.entries(OF_PG).map(([name, more]) => /** @type {const} */ ([`pg, ${name}`, () => new Pool({ connectionString: url, max: 4, ...more })]));
  const sqls = Object.entries(OF_POSTGRES).map(([name, more]) => /** @type {const} */ ([`postgres, ${name}`, () => postgres(url, { max: 4, onnotice() {}, ...more })]));
  return [...pools, ...sqls].map(([name, open]) => ({
    name,
    async run() {
      const client = /** @type {any} */ (open());
      await trip(postgresKV(client)).finally(() => client.end());
    },
  }));
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
