// SQLite: everyone with a file of their own, in WAL, and `synchronous` as is asked.

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import BetterSqlite3 from "better-sqlite3";
import betterStore from "better-sqlite3-session-store";
import connectSqlite3 from "connect-sqlite3";
import expressSession from "express-session";
import sqlite3 from "sqlite3";
import { memoryKV } from "waxseal/kv/memory";
import { sqliteKV } from "waxseal/kv/sqlite";
import { selecting, writing } from "../../pkg/border/kv_sql.js";
import { expressStore } from "./express-store.js";
import { DATA, waxseal } from "./sessions.js";

/** Node's own, and the one that most of the peers want. */
const DRIVERS = {
  "node:sqlite": (file) => new DatabaseSync(file),
  "better-sqlite3": (file) => new BetterSqlite3(file),
};

const TTL = { ttl: 86_400 };

/**
 * What the adapter asks of the database, and nothing around it: prepared once, the same bytes in and out.
 * @param {any} database with a table of waxseal's in it
 */
function bare(database) {
  const { value } = database.prepare("SELECT value FROM waxseal LIMIT 1").get();
  const statements = new Map();
  const prepared = ([sql, values], method) => {
    if (!statements.has(sql)) statements.set(sql, database.prepare(sql));
    return statements.get(sql)[method](...values);
  };
  return {
    create() {
      const key = `sid-${randomBytes(32).toString("hex")}`;
      prepared(writing(key, value, { ...TTL, if: null }), "run");
      return key;
    },
    read: (key) => prepared(selecting(key), "get").value.length,
    write(key) {
      const { value: found, version } = prepared(selecting(key), "get");
      return prepared(writing(key, found, { ...TTL, if: version }), "run").changes;
    },
  };
}

/** The one of the drivers that asks another thread. @param {string} file @param {string} synchronous @param {(() => unknown)[]} closing */
async function openSqlite3(file, synchronous, closing) {
  const database = new sqlite3.Database(file);
  const done = (act) => new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve(undefined))));
  await done((next) => database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`, next));
  closing.push(() => done((next) => database.close(next)));
  return database;
}

/** @param {string} folder @param {"NORMAL" | "FULL"} synchronous */
export async function sqlite(folder, synchronous) {
  const contestants = [];
  const closing = [];
  const open = (driver, name) => {
    const database = DRIVERS[driver](join(folder, `${name}-${driver.replace(/\W/g, "-")}-${synchronous}.db`));
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
    closing.push(() => database.close());
    return database;
  };
  for (const driver of Object.keys(DRIVERS)) {
    contestants.push({ name: "waxseal", driver, ...waxseal(sqliteKV(open(driver, "waxseal"))) });
    const database = open(driver, "bare");
    // Its table, and a record of waxseal's own.
    await waxseal(sqliteKV(database)).create(DATA);
    contestants.push({ name: "the bare statements", driver, isBare: true, ...bare(database) });
  }
  const BetterStore = betterStore(expressSession);
  const better = new BetterStore({ client: open("better-sqlite3", "better-sqlite3-session-store"), expired: { clear: false } });
  contestants.push({ name: "better-sqlite3-session-store", driver: "better-sqlite3", ...expressStore(better, expressSession) });
  const ConnectStore = connectSqlite3(expressSession);
  contestants.push({ name: "connect-sqlite3", driver: "sqlite3", ...expressStore(new ConnectStore({ db: await openSqlite3(join(folder, `connect-sqlite3-${synchronous}.db`), synchronous, closing) }), expressSession) });
  contestants.push({ name: "waxseal, in memory", driver: "none", ...waxseal(memoryKV()) });
  return { contestants, close: async () => { for (const end of closing) await end(); } };
}
