// @ts-check
// PostgreSQL: one row a session, and a condition in the statement that writes it. By the database's clock, which all who use it share.
// All that comes and goes is text, a record in base64: how bytes, numbers and uuids are read is for clients and servers to be told
// (`types`, `transform`, `bytea_output`), and of a record that was read in another way a session would be gone.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient } from "../border/kv_client.js";
import { sweeper } from "../border/kv_sweep.js";
import { noOptions, reading } from "../border/options.js";

/** To be run once, as a migration. */
export const SCHEMA = `CREATE TABLE IF NOT EXISTS waxseal (key text PRIMARY KEY, value bytea NOT NULL, version uuid NOT NULL, until timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS waxseal_until ON waxseal (until);`;

const UNTIL = "now() + $3 * interval '1 second'";
const VALUE = "decode($2, 'base64')";
const GET = "SELECT encode(value, 'base64') AS value, version::text AS version FROM waxseal WHERE key = $1 AND until > now()";
const PUT = `INSERT INTO waxseal (key, value, version, until) VALUES ($1, ${VALUE}, gen_random_uuid(), ${UNTIL}) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until`;
const CREATE = `${PUT} WHERE waxseal.until <= now()`;
const REPLACE = `UPDATE waxseal SET value = ${VALUE}, version = gen_random_uuid(), until = ${UNTIL} WHERE key = $1 AND until > now() AND version::text = $4`;
/** What all clients say alike: a row if it was done. */
const DONE = "RETURNING 'done' AS done";
/** Who sweeps at the same time takes others. */
const SWEEP = `DELETE FROM waxseal WHERE key IN (SELECT key FROM waxseal WHERE until <= now() ORDER BY until LIMIT 500 FOR UPDATE SKIP LOCKED) ${DONE}`;

/** @param {any} client @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { sweep(): Promise<void> }} */
export function postgresKV(client, options) {
  noOptions("postgresKV", options);
  const isPg = reading("postgresKV", () => typeof client?.query === "function");
  checkClient("postgresKV", client, [isPg ? "query" : "unsafe"], {
    takes: "a Pool of pg, or the sql of postgres",
    fix: "With Hyperdrive: new Pool({ connectionString: env.HYPERDRIVE.connectionString }).",
    // What is written in a transaction may be rolled back after it was acknowledged. The others: MySQL's clients, and DynamoDB's.
    not: ["savepoint", "rollback", "format", "getItem"],
  });
  const adapter = reading("postgresKV", () => client.options?.adapter);
  if (typeof adapter === "string" && adapter !== "postgres") throw new ConfigError(`postgresKV: got Bun's SQL for ${adapter}, takes one for PostgreSQL. For SQLite there is sqliteKV, with a Database of bun:sqlite`);
  // Not as prepared statements: a pooler may hand the next one to another server.
  const rows = (/** @type {string} */ sql, /** @type {unknown[]} */ values = []) =>
    passing(async () => (isPg ? listed(rowsOf(await client.query(sql, values))).map(Object.values) : listed(await client.unsafe(sql, values).raw()).map(texts)));
  const sweeps = sweeper(async () => (await rows(SWEEP)).length);

  return {
    // A value takes 1 GB; the client holds it as text, at twice its length and more.
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 100_000_000 },

    async get(key) {
      const [row] = await rows(GET, [key]);
      if (row === undefined) return null;
      const [value, version] = row;
      return { value: fromBase64(value), version };
    },

    async put(key, value, { ttl, if: condition }) {
      const row = [key, Buffer.from(value).toString("base64"), ttl];
      const done = await (condition === undefined ? rows(`${PUT} ${DONE}`, row)
        : condition === null ? rows(`${CREATE} ${DONE}`, row)
        : rows(`${REPLACE} ${DONE}`, [...row, condition]));
      await sweeps.inPassing();
      return written(done, ([first]) => first?.[0] === "done", ({ length }) => length === 0 && condition !== undefined);
    },

    delete: (key) => rows("DELETE FROM waxseal WHERE key = $1", [key]),

    sweep: sweeps.all,
  };
}

/** `neon()` of `@neondatabase/serverless` gives the rows themselves. @param {any} answer */
function rowsOf(answer) {
  return Array.isArray(answer) ? answer : answer?.rows;
}

/** @param {any} rows @returns {any[]} */
function listed(rows) {
  if (Array.isArray(rows)) return rows;
  throw new TypeError(`the client gave ${Object.prototype.toString.call(rows)} for rows: is it one of a supported version?`);
}

const decoder = new TextDecoder();

/** A row of `raw()`: no transformation of the client's has seen it. @param {any} row @returns {string[]} */
function texts(row) {
  return Array.from(row, (column) => decoder.decode(bytesFrom(column)));
}

/** PostgreSQL breaks its lines. @param {unknown} text */
function fromBase64(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9+/\n]*=*$/.test(text)) throw new TypeError("the client gave a record that is not as it was asked for: is it one of a supported version?");
  return bytesFrom(Buffer.from(text, "base64"));
}

/**
 * What may work a moment later: the server is starting or stopping, there was no way to it, or two transactions met
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html, classes 08, 40, 57P).
 */
const PASSES = /^(08|40001|40P01|57P0[123]|53300)|^(ECONNREFUSED|ECONNRESET|EPIPE|(ERR_POSTGRES_)?CONNECTION_(CLOSED|ENDED|DESTROYED|REFUSED)|CONNECT_TIMEOUT)/;

/** A column that is not there, or is of another type; no such key. */
const OTHER_TABLE = /^(42703|42804|42883|42P10)/;

/** @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function passing(ask) {
  try {
    return await ask();
  } catch (error) {
    const { code: said = "", errno, message = "" } = /** @type {any} */ (error) ?? {};
    // Bun has the server's own elsewhere.
    const code = said === "ERR_POSTGRES_SERVER_ERROR" ? errno : said;
    if (code === "42P01") throw Object.assign(new Error("there is no table waxseal: run SCHEMA of waxseal/kv/postgres once", { cause: error }), { retriable: false });
    if (OTHER_TABLE.test(String(code))) throw Object.assign(new Error("the table waxseal is there already and is another one than SCHEMA of waxseal/kv/postgres makes: give sessions a schema of their own", { cause: error }), { retriable: false });
    if (code === "25006") throw Object.assign(new Error("PostgreSQL can only be read here: is it a replica?", { cause: error }), { retriable: false });
    // pg has no code for a connection that ended under a query.
    const isPassing = PASSES.test(String(code)) || /^Connection terminated/.test(String(message));
    throw isPassing ? Object.assign(new Error("PostgreSQL was interrupted", { cause: error }), { retryable: true }) : error;
  }
}
