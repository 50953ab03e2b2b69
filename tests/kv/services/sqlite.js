// @ts-check
// SQLite by each client there is, in Node, Deno and Bun; and several processes on one file, one of which is killed.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@libsql/client";
import BetterSqlite3 from "better-sqlite3";
import Libsql from "libsql";
import * as waxseal from "waxseal";
import { ConfigError, StoreError, createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";
import { bun, deno } from "../../runtimes.js";
import { interleavings } from "../faults/interleavings.js";
import { life } from "../faults/life.js";
import { owners } from "../faults/owners.js";
import { rules } from "../faults/rules.js";
import { faultTable } from "../faults/table.js";
import { sqliteSuites } from "../sqlite/suites.js";
import { trip } from "../trip.js";

const here = (/** @type {string} */ file) => fileURLToPath(new URL(`../sqlite/${file}`, import.meta.url));

/** @type {Record<string, (file: string) => any>} */
export const CLIENTS = {
  "node:sqlite": (file) => new DatabaseSync(file),
  "better-sqlite3": (file) => new BetterSqlite3(file),
  libsql: (file) => new Libsql(file),
  "@libsql/client": (file) => createClient({ url: `file:${file}` }),
};

/** What a client, or a connection, may be told that changes how rows and numbers come. @type {Record<string, (file: string) => any>} */
const OPTIONS = {
  "node:sqlite, numbers as bigints": (file) => new DatabaseSync(file, { readBigInts: true }),
  "node:sqlite, rows as arrays": (file) => new DatabaseSync(file, { returnArrays: true }),
  "node:sqlite, columns by their full names": (file) => told(new DatabaseSync(file), "PRAGMA full_column_names = 1; PRAGMA short_column_names = 0"),
  "node:sqlite, UTF-16, the file for itself": (file) => told(new DatabaseSync(file), "PRAGMA encoding = 'UTF-16le'; PRAGMA locking_mode = EXCLUSIVE"),
  "better-sqlite3, numbers as bigints": (file) => new BetterSqlite3(file).defaultSafeIntegers(true),
  "@libsql/client, numbers as bigints": (file) => createClient({ url: `file:${file}`, intMode: "bigint" }),
  "@libsql/client, numbers as text": (file) => createClient({ url: `file:${file}`, intMode: "string" }),
};

/** @param {DatabaseSync} database @param {string} sql */
function told(database, sql) {
  database.exec(sql);
  return database;
}

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section, elsewhere }) {
  const folder = await mkdtemp(join(tmpdir(), "waxseal-sqlite-"));
  try {
    for (const [name, open] of Object.entries(CLIENTS)) {
      const database = open(join(folder, name.replace(/\W/g, "-")));
      const closed = open(join(folder, `${name.replace(/\W/g, "-")}-closed`));
      closed.close();
      for (const [suite, tests] of Object.entries(sqliteSuites(database, closed))) await section(`sqlite, ${name}: ${suite}`, tests);
      database.close();
    }
    for (const [name, [command, ...words]] of Object.entries({ Deno: [deno, "run", "--no-lock", "--no-remote", "--node-modules-dir=manual", "--allow-all"], Bun: [bun] })) {
      const { stdout } = await promisify(execFile)(command, [...words, here("main.js"), join(folder, name)], { env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" } });
      for (const [suite, result] of Object.entries(JSON.parse(stdout))) elsewhere(`sqlite, ${name}: ${suite}`, result);
    }
    for (const [name, suite] of Object.entries({ rules, life, faults: faultTable, interleavings, owners })) await section(`sqlite: ${name}`, suite(waxseal, emptied(new DatabaseSync(":memory:"))));
    await section("sqlite: clients' options", options(folder));
    await section("sqlite: refused", refused(folder));
    await section("sqlite: closed", closings(folder));
    await section("sqlite: several processes", [
      { name: "four on one file, one killed: nothing that was acknowledged is lost", run: () => fourProcesses(join(folder, "shared")) },
      { name: "a file that another process holds locked is asked again, and then an error", run: () => locked(join(folder, "locked")) },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {import("waxseal/conformance").Test[]} */
export const options = (folder) => [
  ...Object.entries(OPTIONS).map(([name, open], at) => ({
    name,
    run() {
      const database = open(join(folder, `options-${at}`));
      return trip(sqliteKV(database)).finally(() => database.close());
    },
  })),
  ...Object.entries(CLIENTS).map(([name, open], at) => ({ name: `${name}: who reads waits for nobody who writes`, run: () => writtenAhead(open, join(folder, `journal-${at}`)) })),
];

/** @param {string} folder @returns {import("waxseal/conformance").Test[]} */
export const refused = (folder) => [
  { name: "a transaction of libSQL's, which may be rolled back", run: () => transaction(join(folder, "transaction")) },
  { name: "a database that can only be read says so", run: () => readOnly(join(folder, "read-only")) },
  { name: "a database in which another writes says so, and that a moment later it may work", run: () => busy(join(folder, "busy")) },
  ...["TABLE waxseal (id INTEGER PRIMARY KEY, data TEXT)", "TABLE waxseal (key TEXT PRIMARY KEY, value BLOB, until INTEGER)", "VIEW waxseal AS SELECT 1 AS key"].map((made, at) => (
    { name: `a ${made.split(" ")[0].toLowerCase()} of that name that is another one says so (${at})`, run: () => otherTable(join(folder, `other-${at}`), made) })),
];

/** @param {string} folder @returns {import("waxseal/conformance").Test[]} */
export const closings = (folder) => [
  { name: "a database that was closed, and opened again, goes on", run: () => reopened(join(folder, "reopened")) },
  { name: "a database that was closed is a StoreError", run: () => closed(join(folder, "closed")) },
];

/** An empty store each time, and what is in it. It answers at once, so that its requests can be put into every order. @param {DatabaseSync} database */
function emptied(database) {
  const kv = sqliteKV(database);
  kv.put("first", new Uint8Array(1), { ttl: 1 });
  const [empty, all] = [database.prepare("DELETE FROM waxseal"), database.prepare("SELECT key, value FROM waxseal WHERE until > ?")];
  return () => {
    empty.run();
    return { ...kv, entries: () => all.all(Date.now()).map(({ key, value }) => [key, value]) };
  };
}

/** A file says of itself that it has a write-ahead log: https://www.sqlite.org/fileformat.html, 1.3.3. @param {(file: string) => any} open @param {string} file */
async function writtenAhead(open, file) {
  const database = open(file);
  await trip(sqliteKV(database)).finally(() => database.close());
  const [writes, reads] = (await readFile(file)).subarray(18, 20);
  if (writes !== 2 || reads !== 2) throw new Error(`its versions are ${writes} and ${reads}`);
}

/** @param {string} file */
async function transaction(file) {
  const client = createClient({ url: `file:${file}` });
  const open = await client.transaction("write");
  try {
    sqliteKV(open);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return;
  } finally {
    await open.rollback();
    client.close();
  }
  throw new Error("it was taken");
}

/** @param {string} file */
async function readOnly(file) {
  new DatabaseSync(file).close();
  const sessions = createSessions({ store: "kv", key: "sid", kv: sqliteKV(new DatabaseSync(file, { readOnly: true })), log: false });
  const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {any} */ error) => error);
  if (!(error instanceof StoreError) || error.retriable || !/the database can only be read/.test(error.message)) throw new Error(`${error}`);
}

/** By the same library: two of them in one process see none of each other's locks. @param {string} file */
async function busy(file) {
  const holders = { ...CLIENTS, "@libsql/client": CLIENTS.libsql };
  for (const [at, [name, open]] of Object.entries(CLIENTS).entries()) {
    const [database, holder] = [open, holders[name]].map((open) => open(`${file}-${at}`));
    const kv = sqliteKV(database);
    await kv.put("before", new Uint8Array(1), { ttl: 60 });
    holder.exec("BEGIN IMMEDIATE");
    const error = await Promise.resolve(kv.put("meanwhile", new Uint8Array(1), { ttl: 60 })).catch((/** @type {any} */ error) => error);
    holder.exec("COMMIT");
    if (error.message !== "the database is locked by another" || error.retryable !== true || !/locked/.test(error.cause?.message)) throw new Error(`${name}: ${error}, ${error.retryable}, ${error.cause}`);
    for (const one of [database, holder]) one.close();
  }
}

/** @param {string} file @param {string} made */
async function otherTable(file, made) {
  const client = createClient({ url: `file:${file}` });
  await client.execute(`CREATE ${made}`);
  for (const database of [new DatabaseSync(file), new BetterSqlite3(file), client]) {
    const sessions = createSessions({ store: "kv", key: "sid", kv: sqliteKV(database), log: false });
    const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {any} */ error) => error);
    if (!(error instanceof StoreError) || error.retriable || !/the table waxseal is there already/.test(error.message)) throw new Error(`${error}: ${error.cause}`);
    database.close();
  }
}

/** @param {string} file */
async function reopened(file) {
  const database = new DatabaseSync(file);
  const sessions = createSessions({ store: "kv", key: "sid", kv: sqliteKV(database), log: false });
  const cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
  if ((await sessions.fetch(cookie)).get("a") !== 1) throw new Error("not there");
  database.close();
  database.open();
  const session = await sessions.fetch(cookie);
  if (session.get("a") !== 1) throw new Error("not there after it was opened again");
  await sessions.commit(session.put("a", 2));
  await sessions.commit((await sessions.fetch("")).put("b", 2));
  if ((await sessions.fetch(cookie)).get("a") !== 2) throw new Error("not written");
}

/** @param {string} file */
async function fourProcesses(file) {
  const COUNT = 150;
  const processes = ["a", "b", "c", "victim"].map((name) => {
    const child = spawn(process.execPath, [here("writer.js"), file, name, String(name === "victim" ? 1e6 : COUNT)], { stdio: ["ignore", "pipe", "pipe"] });
    let [said, complained] = ["", ""];
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stderr.on("data", (text) => (complained += text));
    child.stdout.on("data", (text) => {
      said += text;
      if (name === "victim" && said.length > 150) child.kill("SIGKILL");
    });
    return { name, ended, acknowledged: () => said.split("\n").length - 1, complained: () => complained };
  });
  await Promise.all(processes.map(({ ended }) => ended));
  const kv = sqliteKV(new DatabaseSync(file));
  let all = 0;
  for (const { name, acknowledged, complained } of processes) {
    const many = acknowledged();
    if (name !== "victim" && many !== COUNT) throw new Error(`${name} ended after ${many}: ${complained().slice(0, 300)}`);
    all += many;
    for (let at = 0; at < many; at += 1) {
      const text = new TextDecoder().decode((await kv.get(`${name}-${at}`))?.value);
      if (text !== `${name}-${at}`) throw new Error(`${name}-${at} is lost: ${text}`);
    }
  }
  const counter = new Uint32Array(/** @type {any} */ (await kv.get("counter")).value.slice().buffer)[0];
  // What the victim had just done, it may not have said.
  if (counter < all || counter > all + 1) throw new Error(`the counter is ${counter} after ${all} steps`);
}

/** @param {string} file */
async function locked(file) {
  const holder = new DatabaseSync(file);
  const kv = sqliteKV(new DatabaseSync(file));
  const sessions = createSessions({ store: "kv", key: "sid", kv, timeout: 3000, log: false });
  const first = await sessions.commit((await sessions.fetch("")).put("a", 1));
  if (first === undefined) throw new Error("no cookie");
  holder.exec("BEGIN IMMEDIATE");
  const waits = sessions.commit((await sessions.fetch("")).put("b", 2));
  setTimeout(() => holder.exec("COMMIT"), 600);
  if ((await waits) === undefined) throw new Error("it was not asked again");
  holder.exec("BEGIN IMMEDIATE");
  const error = await sessions.commit((await sessions.fetch("")).put("c", 3)).catch((/** @type {unknown} */ error) => error);
  holder.exec("COMMIT");
  if (!(error instanceof StoreError)) throw new Error(`not a StoreError: ${error}`);
}

/** @param {string} file */
async function closed(file) {
  const database = new DatabaseSync(file);
  const sessions = createSessions({ store: "kv", key: "sid", kv: sqliteKV(database), log: false });
  const cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
  database.close();
  const error = await sessions.fetch(cookie).catch((/** @type {unknown} */ error) => error);
  if (!(error instanceof StoreError)) throw new Error(`not a StoreError: ${error}`);
}
