import type { KvAdapter } from "../index.d.ts";

/** What is used of `Deno.openKv()`. */
export interface DenoKv {
  get(key: string[]): Promise<{ value: any; versionstamp: string | null }>;
  delete(key: string[]): Promise<void>;
  atomic(): any;
}

/** Deno KV: strong and atomic. A session takes 64 KiB at most. */
export declare function denoKV(kv: DenoKv): KvAdapter;
