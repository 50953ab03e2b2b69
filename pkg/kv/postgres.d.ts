import type { KvAdapter } from "../index.d.ts";

/** What is used of a pool or a client of `pg`'s, of PGlite, or of `neon()` of `@neondatabase/serverless`. */
export interface PgClient {
  query(sql: string, values: any[]): Promise<{ rows: any[] } | any[]>;
}

/** What is used of the `sql` of `postgres`, and of Bun's `SQL`. */
export interface PostgresSql {
  unsafe(sql: string, values?: any[]): { raw(): PromiseLike<any> };
}

/** The table and its index, to be made once: a migration. PostgreSQL 13 or later. */
export declare const SCHEMA: string;

/**
 * PostgreSQL: strong and atomic, by the database's clock. What is over is deleted as new records come; `sweep()` deletes all of it now. While the
 * server restarts, it is asked again within the sessions' `timeout`.
 *
 * @throws {import("../index.d.ts").ConfigError} no client
 * @example
 * ```js
 * import { Pool } from "pg";
 * import { createSessions } from "waxseal";
 * import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
 *
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on("error", console.error); // or a restart of the server would end the process
 * const sessions = createSessions({ store: "kv", key: "_shop_key", kv: postgresKV(pool) });
 * ```
 */
export declare function postgresKV(client: PgClient | PostgresSql): KvAdapter & { sweep(): Promise<void> };
