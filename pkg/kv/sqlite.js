// @ts-check
// SQLite, in a file or in memory: a store for a server that needs no service. One row a session; several processes may share the file.

import { after } from "../border/after.js";
import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";
import { TABLE, deleting, selecting, writing } from "../border/kv_sql.js";
import { sweeper } from "../border/kv_sweep.js";
import { noOptions, reading } from "../border/options.js";
import { clientOf } from "../border/sqlite_client.js";

/** Found by their time: a sweep of a full table would hold up whoever writes. */
const INDEX = "CREATE INDEX IF NOT EXISTS waxseal_until ON waxseal (until)";
const SWEEP = "DELETE FROM waxseal WHERE key IN (SELECT key FROM waxseal WHERE until <= ? ORDER BY until LIMIT 500)";

/** What clients have that give no rows at once, or are given values in another way: D1, sqlite3, sqlite, sql.js. */
const OTHERS = ["batch", "parallelize", "getDatabaseInstance", "getRowsModified"];

/** @param {any} database @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function sqliteKV(database, options) {
  noOptions("sqliteKV", options);
  const isLibsql = reading("sqliteKV", () => typeof database?.execute === "function");
  checkClient("sqliteKV", database, isLibsql ? [] : ["prepare", "exec"], {
    takes: 'a database of node:sqlite, bun:sqlite, better-sqlite3 or libSQL, such as new DatabaseSync("sessions.db")',
    fix: "For a Cloudflare D1 database there is d1KV.",
    not: isLibsql ? ["commit"] : OTHERS,
  });
  const client = clientOf(database, [TABLE, INDEX]);
  const sweeps = sweeper(async () => client.run([SWEEP, [Date.now()]]));

  return {
    // SQLITE_MAX_LENGTH is 1,000,000,000 bytes, of a row.
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 999_000_000 },

    get: (key) => after(client.get(selecting(key)), (row) => (row ? { value: bytesFrom(row.value), version: row.version } : null)),

    put: (key, value, write) => after(client.run(writing(key, new Uint8Array(value), write)), (changes) => {
      const isDone = written(changes, (changes) => changes === 1, (changes) => changes === 0 && write.if !== undefined);
      return after(sweeps.inPassing(), () => isDone);
    }),

    delete: (key) => client.run(deleting(key)),

    sweep: sweeps.all,
  };
}
