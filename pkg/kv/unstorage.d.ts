import type { KvAdapter } from "../index.d.ts";

/** What is used of unstorage's `createStorage()`. */
export interface UnstorageStorage {
  getItemRaw(key: string): Promise<any>;
  setItemRaw(key: string, value: any, options?: any): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** What the driver can promise: unstorage does not say. */
export interface UnstorageDriver {
  /** `"eventual"` by default. */
  consistency?: "strong" | "eventual";
  /** Seconds: the shortest time to live that it takes; 60 over Workers KV. */
  minTtl?: number;
  /** Bytes: the largest value that it takes. */
  maxValue?: number;
}

/** unstorage over any driver: never atomic. Drivers without a time to live keep what is over. */
export declare function unstorageKV(storage: UnstorageStorage, driver?: UnstorageDriver): KvAdapter;
