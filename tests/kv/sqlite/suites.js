// @ts-check
// The suites over one client of SQLite's, in whatever runtime this is loaded.

import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { sqliteKV } from "waxseal/kv/sqlite";
import { makeApp } from "../app.js";
import { ahead } from "../clock.js";
import { local } from "../local.js";
import { wholeSuite } from "../whole.js";

/** Rows by the client's own calls. @param {any} database @param {string} sql @returns {Promise<any[]>} */
const rowsOf = async (database, sql) => (database.execute ? (await database.execute(sql)).rows : database.prepare(sql).all());

/** @param {any} database @param {string} sql that gives no rows */
const rowsless = async (database, sql) => void (await (database.execute ? database.execute(sql) : database.exec(sql)));

/** @param {any} database @param {any} [closed] another one, that was closed @returns {Record<string, import("waxseal/conformance").Test[]>} */
export function sqliteSuites(database, closed) {
  const kv = sqliteKV(database);
  const dump = async () => (await rowsOf(database, "SELECT key, value FROM waxseal")).map((row) => /** @type {[string, Uint8Array]} */ ([row.key, new Uint8Array(row.value)]));
  return {
    adapter: [...adapterSuite(() => kv, closed ? { closed: () => sqliteKV(closed) } : {}), ...own(database), ...(database.prepare ? [walked(database)] : [])],
    application: wholeSuite({ ...local(makeApp(createSessions, kv)), dump }),
  };
}

/** better-sqlite3 lets nobody write meanwhile. @param {any} database @returns {import("waxseal/conformance").Test} */
function walked(database) {
  return {
    name: "while the app walks over a query's rows a write works, or says that it may a moment later",
    async run() {
      const kv = sqliteKV(database);
      const rows = database.prepare("SELECT 1 AS one UNION SELECT 2").iterate();
      rows.next();
      const done = await kv.put("walked", new Uint8Array(1), { ttl: 60 }).catch((/** @type {any} */ error) => error.retryable);
      while (!rows.next().done);
      if (done !== true) throw new Error(`the write: ${done}`);
      if (!(await kv.put("walked", new Uint8Array(1), { ttl: 60 }))) throw new Error("not written a moment later");
    },
  };
}

/** @param {any} database @returns {import("waxseal/conformance").Test[]} */
function own(database) {
  const count = async () => Number((await rowsOf(database, "SELECT count(*) AS count FROM waxseal"))[0].count);
  const check = (/** @type {unknown} */ got, /** @type {unknown} */ expected, /** @type {string} */ what) => {
    if (got !== expected) throw new Error(`${what}: ${got}, not ${expected}`);
  };
  const fill = async (/** @type {ReturnType<typeof sqliteKV>} */ kv, /** @type {number} */ many) => {
    for (let at = 0; at < many; at += 1) await kv.put(`over-${at}`, new Uint8Array(8), { ttl: 1 });
  };
  return [
    {
      name: "what is over is deleted as new records come, a part at a time",
      run: () => ahead(async (advance) => {
        const kv = sqliteKV(database);
        await kv.sweep();
        const before = await count();
        await fill(kv, 700);
        await advance(120);
        await kv.put("one", new Uint8Array(1), { ttl: 3600 });
        check(await count(), before + 201, "after the first record of a minute later");
        await advance(2);
        await kv.put("one", new Uint8Array(1), { ttl: 3600 });
        check(await count(), before + 1, "after the second");
      }),
    },
    {
      name: "what is over is found by an index",
      async run() {
        await sqliteKV(database).get("none");
        const [row] = await rowsOf(database, "SELECT sql AS made FROM sqlite_master WHERE type = 'index' AND name = 'waxseal_until'");
        check(row?.made, "CREATE INDEX waxseal_until ON waxseal (until)", "the index");
      },
    },
    {
      name: "sweep deletes all that is over, and nothing else",
      run: () => ahead(async (advance) => {
        const kv = sqliteKV(database);
        await kv.sweep();
        const before = await count();
        await fill(kv, 1200);
        await kv.put("stays", new Uint8Array(1), { ttl: 3600 });
        await advance(10);
        await kv.sweep();
        check(await count(), before + 1, "records");
        check((await kv.get("stays"))?.value.length, 1, "what is not over");
      }),
    },
    {
      name: "what is written while a transaction of the app's is open waits for its end, and is not rolled back with it",
      async run() {
        // @libsql/client has connections of its own for them.
        if (database.execute) return;
        const kv = sqliteKV(database);
        const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
        const cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
        const session = (await sessions.fetch(cookie)).drop();
        await rowsless(database, "BEGIN");
        const refused = await Promise.resolve(kv.delete("there")).catch((/** @type {any} */ error) => error);
        const logOut = sessions.commit(session);
        check((await sessions.fetch(cookie)).get("a"), 1, "reads go on");
        await rowsless(database, "ROLLBACK");
        check(refused?.retryable, true, `a write in it: ${refused}`);
        await logOut;
        check((await sessions.fetch(cookie)).isNew, true, "logged out");
      },
    },
    {
      name: "a table that is there already is taken",
      async run() {
        await sqliteKV(database).put("there", new Uint8Array([7]), { ttl: 60 });
        check((await sqliteKV(database).get("there"))?.value[0], 7, "by another adapter");
      },
    },
    {
      name: "a table that is gone, with a transaction of the app's for one, is made anew",
      async run() {
        const kv = sqliteKV(database);
        await kv.put("before", new Uint8Array(1), { ttl: 60 });
        await rowsless(database, "DROP TABLE waxseal");
        if (!database.execute) {
          // No journal becomes WAL in there: that waits.
          for (const sql of ["PRAGMA journal_mode = DELETE", "BEGIN"]) await rowsless(database, sql);
          const inside = sqliteKV(database);
          check(await inside.get("before"), null, "in the transaction");
          await rowsless(database, "ROLLBACK");
          check(await inside.get("inside"), null, "rolled back");
        }
        check(await kv.put("after", new Uint8Array([7]), { ttl: 60, if: null }), true, "written");
        check((await kv.get("after"))?.value[0], 7, "read");
        await rowsless(database, "DROP TABLE waxseal");
        check(await kv.get("after"), null, "gone once more");
      },
    },
  ];
}
