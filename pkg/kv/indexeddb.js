// @ts-check
// IndexedDB: for a page or a service worker. A transaction makes a read and the write after it one.

import { ConfigError } from "../border/errors.js";
import { checkClient } from "../border/kv_client.js";
import { kindOf, readOptions } from "../border/options.js";

const STORE = "sessions";

/** @param {IDBFactory} indexedDB the browser's @param {{ name?: string }} [options] @returns {import("../index.d.ts").KvAdapter} */
export function indexedDBKV(indexedDB, options = {}) {
  const { name = "waxseal" } = readOptions("indexedDBKV", options, ["name"]);
  if (typeof name !== "string" || name === "") throw new ConfigError(`indexedDBKV: name: got ${kindOf(name)}, takes the database's name`);
  checkClient("indexedDBKV", indexedDB, ["open"], { takes: "the browser's indexedDB", fix: "It is in pages and in workers, not on servers." });
  /** @type {Promise<IDBDatabase> | undefined} */
  let opened;
  const forget = () => void (opened = undefined);
  const database = () => (opened ??= open(indexedDB, name, forget).catch((error) => {
    forget();
    throw error;
  }));
  /** @param {IDBTransactionMode} mode @returns {Promise<IDBTransaction>} */
  const begin = async (mode) => {
    const start = async () => (await database()).transaction(STORE, mode, { durability: "strict" });
    try {
      return await start();
    } catch (error) {
      // The browser closed it, or another tab asked for it, in the moment before this one began: it is opened anew.
      if (/** @type {any} */ (error)?.name !== "InvalidStateError") throw error;
      forget();
      return start();
    }
  };
  /** The outcome of a transaction, once it is done: its last request's result. @param {IDBTransactionMode} mode @param {(store: IDBObjectStore, give: (result: any) => void) => void} work @returns {Promise<any>} */
  const transact = async (mode, work) => {
    const transaction = await begin(mode);
    return new Promise((resolve, reject) => {
      /** @type {any} */
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(STORE), (given) => void (result = given));
    });
  };
  const alive = (/** @type {any} */ record) => (record?.until > Date.now() ? record : null);
  return {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 64 * 1024 * 1024 },

    get: (key) => transact("readonly", (store, give) => {
      const found = store.get(key);
      found.onsuccess = () => give(alive(found.result));
    }),

    put: (key, value, { ttl, if: version }) => transact("readwrite", (store, give) => {
      const found = store.get(key);
      found.onsuccess = () => {
        const done = version === undefined || version === (alive(found.result)?.version ?? null);
        if (done) store.put({ value: new Uint8Array(value), version: newVersion(), until: Date.now() + ttl * 1000 }, key);
        give(done);
      };
    }),

    delete: (key) => transact("readwrite", (store) => void store.delete(key)),
  };
}

/** Opens the database, and deletes what is over. @param {IDBFactory} indexedDB @param {string} name @param {() => void} onClosed @returns {Promise<IDBDatabase>} */
function open(indexedDB, name, onClosed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE).createIndex("until", "until");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // Another tab with a newer version of the page must not wait for this one.
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      // Whoever clears the site's data closes it too.
      database.onclose = onClosed;
      const store = database.transaction(STORE, "readwrite").objectStore(STORE);
      const over = store.index("until").openKeyCursor(IDBKeyRange.upperBound(Date.now()));
      over.onsuccess = () => {
        const cursor = over.result;
        if (!cursor) return resolve(database);
        store.delete(cursor.primaryKey);
        cursor.continue();
      };
      over.onerror = () => reject(over.error);
    };
  });
}

/** Not randomUUID, which pages without https lack. */
function newVersion() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
