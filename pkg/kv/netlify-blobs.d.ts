import type { KvAdapter } from "../index.d.ts";

/** What is used of a store of `@netlify/blobs`. */
export interface BlobsStore {
  getWithMetadata(key: string, options: { type: "arrayBuffer" }): Promise<any>;
  set(key: string, value: ArrayBuffer, options?: any): Promise<{ modified: boolean }>;
  delete(key: string): Promise<void>;
}

/** What the store itself does not tell. */
export interface NetlifyBlobsOptions {
  /** `false` with Netlify's local server, which gives no ETags; else conditional writes are used. */
  atomic?: boolean;
  /** As the store was opened: `getStore({ name, consistency: "strong" })`; `"eventual"` by default, as Netlify's own. */
  consistency?: "strong" | "eventual";
}

/** Netlify Blobs: atomic by ETags. It has no time to live: sessions that are over are refused, and their records stay. */
export declare function netlifyBlobsKV(store: BlobsStore, options?: NetlifyBlobsOptions): KvAdapter;
