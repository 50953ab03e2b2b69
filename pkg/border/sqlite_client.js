// @ts-check
// SQLite's clients, as one: prepared statements (node:sqlite, bun:sqlite, better-sqlite3, libsql), or libSQL's client, which is asked for each.

import { OTHER_TABLE } from "./kv_sql.js";

/** @typedef {import("./kv_sql.js").Bound} Bound */
/** @template T @typedef {T | Promise<T>} MaybePromise */
/** @typedef {{ get(bound: Bound): MaybePromise<any>, run(bound: Bound): MaybePromise<number> }} Client a row or nothing; how many rows were changed */

/**
 * Readers don't wait for a writer, nor it for them: https://sqlite.org/wal.html. Who finds another process writing waits a moment for it, and no
 * longer, as all else in this process waits then; the sessions ask again later. `synchronous` stays as the connection has it.
 */
const SHARED = ["PRAGMA busy_timeout = 250", "PRAGMA journal_mode = WAL"];

/** @param {any} database @param {string[]} schema what is run before anything else @returns {Client} */
export function clientOf(database, schema) {
  return typeof database.execute === "function" ? libsql(database, schema) : prepared(database, schema);
}

/** @param {any} database @param {string[]} schema @returns {Client} */
function prepared(database, schema) {
  /** @type {Map<string, any>} */
  const statements = new Map();
  let isReady = false;
  const statement = (/** @type {string} */ sql) => {
    if (!isReady) isReady = prepareAll(database, [...SHARED, ...schema]);
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = database.prepare(sql);
    // Of node:sqlite: a database may be told that rows are arrays.
    made.setReturnArrays?.(false);
    statements.set(sql, made);
    return made;
  };
  /** At once, as the drivers are: a promise and a timer for each would take as long as the statement. What fails may be tried again by who awaits it. @param {() => any} act */
  const attempt = (act) => {
    try {
      try {
        return act();
      } catch (error) {
        if (!isWithoutTable(error) && !isFinalized(error)) throw error;
        isReady = false;
        statements.clear();
        return act();
      }
    } catch (error) {
      return Promise.reject(told(error));
    }
  };
  return {
    get: ([sql, values]) => attempt(() => statement(sql).get(...values)),
    run: ([sql, values]) => attempt(() => {
      if (isInTransaction(database)) throw new Error(IN_TRANSACTION);
      return counted(statement(sql).run(...values)?.changes);
    }),
  };
}

/**
 * In a transaction of the app's no journal becomes WAL, and what is made there may be rolled back: all of it is run again then.
 * @param {any} database @param {string[]} first @returns {boolean} whether all was done
 */
function prepareAll(database, first) {
  let isDone = true;
  for (const sql of first) {
    try {
      database.exec(sql);
    } catch (error) {
      if (!/within a transaction/.test(messageOf(error))) throw error;
      isDone = false;
    }
  }
  return isDone;
}

/** A table that was made in a transaction of the app's goes if that is rolled back: it is made anew. @param {unknown} error */
function isWithoutTable(error) {
  return /no such table: (main\.)?waxseal\b/.test(messageOf(error));
}

/** node:sqlite's statements end when the database is closed; it may have been opened again. @param {unknown} error */
function isFinalized(error) {
  return /statement has been finalized/.test(messageOf(error));
}

/** What is written then was acknowledged, and would be gone with the app's ROLLBACK. (Node says so from 22.16 on.) @param {any} database */
function isInTransaction(database) {
  // libsql, asked this after it was closed, ends the process.
  return database.open !== false && (database.inTransaction === true || database.isTransaction === true);
}

const IN_TRANSACTION = "a transaction of the app's is open on this connection: give sessions one of their own";

/** @param {any} error */
function messageOf(error) {
  return String(error?.message);
}

/** @param {any} database @param {string[]} schema @returns {Client} */
function libsql(database, schema) {
  // A server of Turso's is no file, and has its own.
  const first = [...(database.protocol === "file" ? SHARED : []), ...schema];
  /** @type {Promise<void> | undefined} */
  let ready;
  const make = async () => {
    for (const sql of first) await database.execute(sql);
  };
  const forget = () => (ready = undefined);
  const once = async (/** @type {Bound} */ [sql, args]) => {
    ready ??= make();
    // What failed is tried anew by whoever asks next.
    await ready.catch((error) => {
      forget();
      throw error;
    });
    return database.execute({ sql, args });
  };
  const ask = async (/** @type {Bound} */ bound) => {
    try {
      return await once(bound).catch((error) => {
        if (!isWithoutTable(error)) throw error;
        forget();
        return once(bound);
      });
    } catch (error) {
      throw told(error);
    }
  };
  return {
    get: async (bound) => (await ask(bound)).rows[0],
    run: async (bound) => counted((await ask(bound))?.rowsAffected),
  };
}

/** What is no number stays as it is, for the adapter to refuse. @param {any} changes @returns {number} */
function counted(changes) {
  return typeof changes === "bigint" ? Number(changes) : changes;
}

/** SQLite's own codes, and libSQL's for a transaction of the app's on a client that has one connection. */
const BUSY = /^(SQLITE_(BUSY|LOCKED)|TRANSACTION_ACTIVE)/;
/** Where there is no code; the latter is better-sqlite3's, while the app walks over a query's rows. */
const BUSY_TEXT = /database (table )?is locked|database connection is busy/;
/** No later try helps. */
const READ_ONLY = /readonly database/;

/** What is to be thrown in the stead of an error of the client's. @param {unknown} error @returns {unknown} */
function told(error) {
  const { code, errcode } = /** @type {any} */ (error) ?? {};
  const message = messageOf(error);
  // Another process wrote for longer than one waits, or the app itself is at it: the same may work a moment later.
  if (message === IN_TRANSACTION) return Object.assign(/** @type {Error} */ (error), { retryable: true });
  if (BUSY.test(String(code)) || errcode === 5 || errcode === 6 || BUSY_TEXT.test(message)) return Object.assign(new Error("the database is locked by another", { cause: error }), { retryable: true });
  if (READ_ONLY.test(message)) return Object.assign(new Error("the database can only be read", { cause: error }), { retriable: false });
  if (OTHER_TABLE.test(message)) return Object.assign(new Error("the table waxseal is there already and is another one: give sessions a file of their own", { cause: error }), { retriable: false });
  return error;
}
