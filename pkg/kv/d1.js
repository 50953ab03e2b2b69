// @ts-check
// D1: one row a session, and a condition in the statement that writes it. Strong, unless the database's reads go to replicas.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";

/**
 * @typedef {object} Statement
 * @property {(...values: any[]) => Statement} bind
 * @property {() => Promise<any>} first
 * @property {() => Promise<{ meta: { changes: number } }>} run
 */

/** To be run once, as a migration. */
export const SCHEMA =
  "CREATE TABLE IF NOT EXISTS waxseal (key TEXT PRIMARY KEY, value BLOB NOT NULL, version TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID";

const GET = "SELECT value, version FROM waxseal WHERE key = ?1 AND until > ?2";
const PUT = "INSERT INTO waxseal (key, value, version, until) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET value = ?2, version = ?3, until = ?4";
const CREATE = `${PUT} WHERE until <= ?5`;
const REPLACE = "UPDATE waxseal SET value = ?2, version = ?3, until = ?4 WHERE key = ?1 AND until > ?5 AND version = ?6";

/** @param {{ prepare(sql: string): Statement }} database @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function d1KV(database) {
  checkClient("d1KV", database, ["prepare"], {
    takes: "a D1 database, such as env.DB",
    fix: "Is the binding in wrangler.toml (d1_databases), under this name?",
    binding: "D1Database",
  });
  const prepared = (/** @type {string} */ sql, /** @type {any[]} */ values) => database.prepare(sql).bind(...values);
  const run = (/** @type {string} */ sql, /** @type {any[]} */ ...values) => passing(() => prepared(sql, values).run());
  return {
    // A row takes 2,000,000 bytes: https://developers.cloudflare.com/d1/platform/limits/
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1_900_000 },

    async get(key) {
      const row = await passing(() => prepared(GET, [key, Date.now()]).first());
      return row && { value: bytesFrom(row.value), version: row.version };
    },

    async put(key, value, { ttl, if: version }) {
      const now = Date.now();
      const row = [key, new Uint8Array(value).buffer, crypto.randomUUID(), now + ttl * 1000];
      const answer = await (version === undefined ? run(PUT, ...row)
        : version === null ? run(CREATE, ...row, now)
        : run(REPLACE, ...row, now, version));
      return written(answer?.meta?.changes, (changes) => changes === 1, (changes) => changes === 0 && version !== undefined);
    },

    delete: (key) => run("DELETE FROM waxseal WHERE key = ?1", key),

    async sweep() {
      await run("DELETE FROM waxseal WHERE until <= ?1", Date.now());
    },
  };
}

/** What D1 says of itself when the same may work a moment later: https://developers.cloudflare.com/d1/best-practices/retry-queries/ */
const PASSES = /Network connection lost|reset because its code was updated|caused object to be reset/;

/** @param {() => Promise<any>} ask */
async function passing(ask) {
  try {
    return await ask();
  } catch (error) {
    if (!PASSES.test(String(/** @type {any} */ (error)?.message))) throw error;
    throw Object.assign(new Error("D1 was interrupted", { cause: error }), { retryable: true });
  }
}
