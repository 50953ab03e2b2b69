// @ts-check
// PostgreSQL: one row a session, and a condition in the statement that writes it. By the database's clock, which all who use it share.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { checkClient } from "../border/kv_client.js";
import { sweeper } from "../border/kv_sweep.js";
import { noOptions, reading } from "../border/options.js";

/** To be run once, as a migration. */
export const SCHEMA = `CREATE TABLE IF NOT EXISTS waxseal (key text PRIMARY KEY, value bytea NOT NULL, version uuid NOT NULL, until timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS waxseal_until ON waxseal (until);`;

const UNTIL = "now() + $3 * interval '1 second'";
const GET = "SELECT value, version FROM waxseal WHERE key = $1 AND until > now()";
const PUT = `INSERT INTO waxseal (key, value, version, until) VALUES ($1, $2, gen_random_uuid(), ${UNTIL}) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until`;
const CREATE = `${PUT} WHERE waxseal.until <= now()`;
const REPLACE = `UPDATE waxseal SET value = $2, version = gen_random_uuid(), until = ${UNTIL} WHERE key = $1 AND until > now() AND version = $4`;
/** What all clients say alike: a row if it was done. */
const DONE = "RETURNING 1 AS done";
/** Who sweeps at the same time takes others. */
const SWEEP = `DELETE FROM waxseal WHERE key IN (SELECT key FROM waxseal WHERE until <= now() ORDER BY until LIMIT 500 FOR UPDATE SKIP LOCKED) ${DONE}`;

/** @param {any} client @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function postgresKV(client, options) {
  noOptions("postgresKV", options);
  const isPg = reading("postgresKV", () => typeof client?.query === "function");
  checkClient("postgresKV", client, [isPg ? "query" : "unsafe"], {
    takes: "a Pool of pg, or the sql of postgres",
    fix: "With Hyperdrive: new Pool({ connectionString: env.HYPERDRIVE.connectionString }).",
  });
  // Not as prepared statements: a pooler may hand the next one to another server.
  const rows = (/** @type {string} */ sql, /** @type {unknown[]} */ values = []) =>
    passing(async () => listed(isPg ? (await client.query(sql, values))?.rows : await client.unsafe(sql, values)));
  const sweeps = sweeper(async () => (await rows(SWEEP)).length);

  return {
    // A value takes 1 GB; the client holds it as text, at twice its length and more.
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 100_000_000 },

    async get(key) {
      const [row] = await rows(GET, [key]);
      return row === undefined ? null : { value: bytesFrom(row.value), version: row.version };
    },

    async put(key, value, { ttl, if: condition }) {
      const row = [key, new Uint8Array(value), ttl];
      const done = await (condition === undefined ? rows(`${PUT} ${DONE}`, row)
        : condition === null ? rows(`${CREATE} ${DONE}`, row)
        : rows(`${REPLACE} ${DONE}`, [...row, condition]));
      await sweeps.inPassing();
      return written(done, ([first]) => isOne(first?.done), ({ length }) => length === 0 && condition !== undefined);
    },

    delete: (key) => rows("DELETE FROM waxseal WHERE key = $1", [key]),

    sweep: sweeps.all,
  };
}

/** A number, or as drivers give one that may be large: a bigint, a text. @param {unknown} done */
function isOne(done) {
  return done === 1 || done === 1n || done === "1";
}

/** @param {any} rows @returns {any[]} */
function listed(rows) {
  if (Array.isArray(rows)) return rows;
  throw new TypeError(`the client gave ${Object.prototype.toString.call(rows)} for rows: is it one of a supported version?`);
}

/**
 * What may work a moment later: the server is starting or stopping, there was no way to it, or two transactions met
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html, classes 08, 40, 57P).
 */
const PASSES = /^(08|40001|40P01|57P0[123]|53300)|^(ECONNREFUSED|ECONNRESET|EPIPE|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)/;

/** @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function passing(ask) {
  try {
    return await ask();
  } catch (error) {
    const { code = "", message = "" } = /** @type {any} */ (error) ?? {};
    if (code === "42P01") throw Object.assign(new Error("there is no table waxseal: run SCHEMA of waxseal/kv/postgres once", { cause: error }), { retriable: false });
    // pg has no code for a connection that ended under a query.
    const isPassing = PASSES.test(String(code)) || /^Connection terminated/.test(String(message));
    throw isPassing ? Object.assign(new Error("PostgreSQL was interrupted", { cause: error }), { retryable: true }) : error;
  }
}
