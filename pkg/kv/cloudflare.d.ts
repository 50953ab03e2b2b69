import type { KvAdapter } from "../index.d.ts";

/** What is used of a Workers KV namespace. */
export interface WorkersKVNamespace {
  get(key: string, options: { type: "arrayBuffer"; cacheTtl?: number }): Promise<ArrayBuffer | null>;
  put(key: string, value: Uint8Array<ArrayBuffer>, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}

/**
 * Workers KV: a write may take 60 seconds or more to be seen elsewhere, and nothing is compared. A logout is then late in other
 * places by as much. `cacheTtl`: seconds for which a place keeps what it read, at least 30; 60 if not given.
 */
export declare function cloudflareKV(namespace: WorkersKVNamespace, options?: { cacheTtl?: number }): KvAdapter;
