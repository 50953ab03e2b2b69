import type { KvAdapter } from "../index.d.ts";

/** What is used of a database of node:sqlite's (`DatabaseSync`), bun:sqlite's (`Database`), better-sqlite3's or libsql's. */
export interface Database {
  exec(sql: string): any;
  prepare(sql: string): { get(...values: any[]): any; run(...values: any[]): any };
}

/** What is used of a client of `@libsql/client`'s. */
export interface LibsqlClient {
  execute(statement: any): Promise<{ rows: any[]; rowsAffected: number }>;
}

/**
 * SQLite: strong and atomic, in a file that several processes may share. Makes its table `waxseal` at the first use, turns the journal to WAL
 * for readers and writers at once, and deletes what is over as new records come; `sweep()` does all of it now.
 *
 * A log-out is as sure as a commit is: `synchronous` stays as the connection has it. Give it a connection of its own: `busy_timeout` becomes 250 ms
 * on it, and while a transaction of yours is open there sessions wait for its end.
 *
 * @throws {import("../index.d.ts").ConfigError} no database
 * @example
 * ```js
 * import { DatabaseSync } from "node:sqlite";
 * import { createSessions } from "waxseal";
 * import { sqliteKV } from "waxseal/kv/sqlite";
 *
 * const sessions = createSessions({ store: "kv", key: "_shop_key", kv: sqliteKV(new DatabaseSync("sessions.db")) });
 * ```
 */
export declare function sqliteKV(database: Database | LibsqlClient): KvAdapter & { sweep(): Promise<void> };
