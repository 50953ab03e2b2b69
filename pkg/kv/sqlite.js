// @ts-check
// SQLite, in a file or in memory: a store for a server that needs no service. One row a session; several processes may share the file.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";
import { SCHEMA, deleting, selecting, writing } from "../border/kv_sql.js";
import { noOptions, reading } from "../border/options.js";
import { clientOf } from "../border/sqlite_client.js";

/** Found by their time: a sweep of a full table would hold up whoever writes. */
const INDEX = "CREATE INDEX IF NOT EXISTS waxseal_until ON waxseal (until)";
const SWEEP = "DELETE FROM waxseal WHERE key IN (SELECT key FROM waxseal WHERE until <= ? ORDER BY until LIMIT 500)";

/** Milliseconds between sweeps, and from one part of a long one to the next. */
const PAUSE = 60_000;
const MORE = 1000;

/** @param {any} database @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function sqliteKV(database, options) {
  noOptions("sqliteKV", options);
  const isLibsql = reading("sqliteKV", () => typeof database?.execute === "function");
  checkClient("sqliteKV", database, isLibsql ? ["execute"] : ["prepare", "exec"], {
    takes: 'a database of node:sqlite, bun:sqlite, better-sqlite3 or libSQL, such as new DatabaseSync("sessions.db")',
    fix: "For a Cloudflare D1 database there is d1KV.",
    not: isLibsql ? [] : ["batch"],
  });
  const client = clientOf(database, [SCHEMA, INDEX]);
  let next = 0;

  /** What is over goes as new ones come, a part at a time. */
  const sweepInPassing = async () => {
    const now = Date.now();
    if (now < next) return;
    next = now + PAUSE;
    const swept = await client.run([SWEEP, [now]]).catch(() => 0);
    if (swept > 0) next = now + MORE;
  };

  return {
    // SQLITE_MAX_LENGTH is 1,000,000,000 bytes, of a row.
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 999_000_000 },

    async get(key) {
      const row = await client.get(selecting(key));
      return row ? { value: bytesFrom(row.value), version: row.version } : null;
    },

    async put(key, value, write) {
      const changes = await client.run(writing(key, new Uint8Array(value), write));
      await sweepInPassing();
      return written(changes, (changes) => changes === 1, (changes) => changes === 0 && write.if !== undefined);
    },

    delete: (key) => client.run(deleting(key)),

    async sweep() {
      while ((await client.run([SWEEP, [Date.now()]])) > 0);
    },
  };
}
