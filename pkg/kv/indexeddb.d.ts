import type { KvAdapter, Platform } from "../index.d.ts";

/** IndexedDB of a page or a service worker: strong and atomic, across tabs. `name`: the database's, `"waxseal"` by default. */
export declare function indexedDBKV(indexedDB: Platform<"IDBFactory">, options?: { name?: string }): KvAdapter;
