import type { KvAdapter } from "../index.d.ts";

/** What is used of a D1 database. */
export interface Database {
  prepare(sql: string): Statement;
}

/** What is used of a statement of D1's. */
export interface Statement {
  bind(...values: any[]): Statement;
  first(): Promise<any>;
  run(): Promise<{ meta: { changes: number } }>;
}

/** The table, to be made once: `wrangler d1 execute … --command` or a migration. */
export declare const SCHEMA: string;

/** D1: strong and atomic. It forgets nothing by itself: `sweep()`, called from a cron trigger, deletes what is over. */
export declare function d1KV(database: Database): KvAdapter & { sweep(): Promise<void> };
