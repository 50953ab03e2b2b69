import type { KvAdapter } from "../index.d.ts";

/** What is used of `Deno.openKv()`. */
export interface DenoKv {
  get(key: string[]): Promise<{ value: any; versionstamp: string | null }>;
  delete(key: string[]): Promise<void>;
  atomic(): any;
}

/**
 * Deno KV: strong and atomic. A session takes 64 KiB at most. It is given what `await Deno.openKv()` gives, or a function,
 * `() => Deno.openKv()`: then it is opened at the first use, and again when it was closed.
 * @throws {ConfigError} what is neither
 */
export declare function denoKV(kv: DenoKv | (() => DenoKv | Promise<DenoKv>)): KvAdapter;
