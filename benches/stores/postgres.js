// PostgreSQL: everyone on one server, each in a table of its own; the bare statements in one like waxseal's.

import { randomBytes } from "node:crypto";
import connectPg from "connect-pg-simple";
import expressSession from "express-session";
import { Pool } from "pg";
import postgres from "postgres";
import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
import { startPostgres } from "../../tests/kv/postgres-server.js";
import { expressStore } from "./express-store.js";
import { DATA, waxseal } from "./sessions.js";

const TTL = 86_400;
const GET = "SELECT value, version FROM bare WHERE key = $1 AND until > now()";
const UNTIL = "now() + $3 * interval '1 second'";
const CREATE = `INSERT INTO bare (key, value, version, until) VALUES ($1, $2, gen_random_uuid(), ${UNTIL}) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until WHERE bare.until <= now() RETURNING 1 AS done`;
const REPLACE = `UPDATE bare SET value = $2, version = gen_random_uuid(), until = ${UNTIL} WHERE key = $1 AND until > now() AND version = $4 RETURNING 1 AS done`;

/** What the adapter asks, and nothing around it. @param {(sql: string, values: unknown[]) => Promise<any[]>} rows @param {Uint8Array} value */
function bare(rows, value) {
  return {
    async create() {
      const key = `sid-${randomBytes(32).toString("hex")}`;
      await rows(CREATE, [key, value, TTL]);
      return key;
    },
    read: async (key) => (await rows(GET, [key]))[0].value.length,
    async write(key) {
      const [{ value: found, version }] = await rows(GET, [key]);
      return (await rows(REPLACE, [key, found, TTL, version]))[0].done;
    },
  };
}

export async function postgreSQL() {
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.url, max: 4 });
  const sql = postgres(server.url, { max: 1, onnotice() {} });
  await pool.query(SCHEMA);
  await pool.query(SCHEMA.replaceAll("waxseal", "bare"));
  const clients = [["pg", pool, async (text, values) => (await pool.query(text, values)).rows], ["postgres", sql, (text, values) => sql.unsafe(text, values)]];
  const contestants = [];
  for (const [driver, client, rows] of clients) {
    const ours = waxseal(postgresKV(client));
    contestants.push({ name: "waxseal", driver, ...ours });
    await ours.create(DATA);
    const [{ value }] = await rows("SELECT value FROM waxseal LIMIT 1", []);
    contestants.push({ name: "the bare statements", driver, isBare: true, ...bare(rows, value) });
  }
  const PgStore = connectPg(expressSession);
  contestants.push({ name: "connect-pg-simple", driver: "pg", ...expressStore(new PgStore({ pool, createTableIfMissing: true, pruneSessionInterval: false }), expressSession) });
  const version = (await pool.query("SHOW server_version")).rows[0].server_version;
  return {
    contestants,
    version,
    async close() {
      await Promise.all([pool.end(), sql.end({ timeout: 3 })]);
      await server.stop();
    },
  };
}
