import type { KvAdapter } from "../index.d.ts";

/** What is used of a Workers KV namespace. */
export interface WorkersKVNamespace {
  get(key: string, options: { type: "arrayBuffer"; cacheTtl?: number }): Promise<ArrayBuffer | null>;
  put(key: string, value: Uint8Array, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/**
 * Workers KV: a write may take 60 seconds or more to be seen elsewhere, and nothing is compared. A logout is then late in other
 * places by as much. `cacheTtl`: seconds for which a place keeps what it read, at least 30; 60 if not given. A logout may be late
 * by it, and what stands in place of a deleted session stays so much longer. A write that comes within a second of another one to
 * its session (Workers KV refuses that with 429) is tried again within the sessions' `timeout`.
 * @throws {ConfigError} what is no namespace of Workers KV; a `cacheTtl` that it doesn't take
 */
export declare function cloudflareKV(namespace: WorkersKVNamespace, options?: { cacheTtl?: number }): KvAdapter;
