// @ts-check
// D1: one row a session, and a condition in the statement that writes it. Strong, unless the database's reads go to replicas.

import { bytesFrom } from "../border/kv_bytes.js";

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
  const run = (/** @type {string} */ sql, /** @type {any[]} */ ...values) => database.prepare(sql).bind(...values).run();
  return {
    // A row takes 2,000,000 bytes: https://developers.cloudflare.com/d1/platform/limits/
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1_900_000 },

    async get(key) {
      const row = await database.prepare(GET).bind(key, Date.now()).first();
      return row && { value: bytesFrom(row.value), version: row.version };
    },

    async put(key, value, { ttl, if: version }) {
      const now = Date.now();
      const row = [key, value.slice().buffer, crypto.randomUUID(), now + ttl * 1000];
      const { meta } = await (version === undefined ? run(PUT, ...row)
        : version === null ? run(CREATE, ...row, now)
        : run(REPLACE, ...row, now, version));
      return meta.changes > 0;
    },

    delete: (key) => run("DELETE FROM waxseal WHERE key = ?1", key),

    async sweep() {
      await run("DELETE FROM waxseal WHERE until <= ?1", Date.now());
    },
  };
}
