// @ts-check
// D1: one row a session, and a condition in the statement that writes it. Strong, unless the database's reads go to replicas.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";
import { OTHER_TABLE, deleting, selecting, writing } from "../border/kv_sql.js";
import { noOptions } from "../border/options.js";

export { SCHEMA } from "../border/kv_sql.js";

/**
 * @typedef {object} Statement
 * @property {(...values: any[]) => Statement} bind
 * @property {() => Promise<any>} first
 * @property {() => Promise<{ meta: { changes: number } }>} run
 */

/** @param {{ prepare(sql: string): Statement }} database @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function d1KV(database, options) {
  noOptions("d1KV", options);
  checkClient("d1KV", database, ["prepare"], {
    takes: "a D1 database, such as env.DB",
    fix: "Is the binding in wrangler.toml (d1_databases), under this name?",
    binding: "D1Database",
    not: ["close"], // databases of SQLite's other clients
  });
  const prepared = (/** @type {import("../border/kv_sql.js").Bound} */ [sql, values]) => database.prepare(sql).bind(...values);
  return {
    // A row takes 2,000,000 bytes: https://developers.cloudflare.com/d1/platform/limits/
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1_900_000 },

    async get(key) {
      const row = await passing(() => prepared(selecting(key)).first());
      return row && { value: bytesFrom(row.value), version: row.version };
    },

    async put(key, value, options) {
      const answer = await passing(() => prepared(writing(key, new Uint8Array(value).buffer, options)).run());
      return written(answer?.meta?.changes, (changes) => changes === 1, (changes) => changes === 0 && options.if !== undefined);
    },

    delete: (key) => passing(() => prepared(deleting(key)).run()),

    async sweep() {
      await passing(() => prepared(["DELETE FROM waxseal WHERE until <= ?", [Date.now()]]).run());
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
    const message = String(/** @type {any} */ (error)?.message);
    if (/no such table: waxseal\b/.test(message)) {
      throw Object.assign(new Error("there is no table waxseal: run SCHEMA of waxseal/kv/d1 once", { cause: error }), { retriable: false });
    }
    if (OTHER_TABLE.test(message)) {
      throw Object.assign(new Error("the table waxseal is there already and is another one: give sessions a database of their own", { cause: error }), { retriable: false });
    }
    if (!PASSES.test(message)) throw error;
    throw Object.assign(new Error("D1 was interrupted", { cause: error }), { retryable: true });
  }
}
