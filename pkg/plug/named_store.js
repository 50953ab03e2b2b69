// @ts-check
// Plug.Session.Store: names to stores.

import { CookieStore } from "../store/cookie_store.js";
import { ConfigError } from "../border/errors.js";
import { kindOf, reading } from "../border/options.js";
import { KvStore } from "./kv_store.js";

const NAMES = new Map(Object.entries({ cookie: CookieStore, kv: KvStore, memory: KvStore, ets: KvStore }));

export const Store = Object.freeze({
  /**
   * Plug.Session.Store.get/1: a name's store; a store itself.
   * @param {unknown} store @returns {any}
   */
  get(store) {
    if (typeof store === "string") {
      const named = NAMES.get(store);
      if (named) return named;
      throw new ConfigError(`store: got ${kindOf(store)}, takes "cookie", "kv", "memory" or "ets", or a store object (a service goes with "kv", as kv: redisKV(client))`);
    }
    for (const name of ["init", "get", "put", "delete"]) {
      if (typeof reading("store", () => /** @type {any} */ (store)?.[name]) !== "function") {
        throw new ConfigError(`store: takes "cookie", "kv", "memory", or an object with init, get, put and delete; there is no ${name}`);
      }
    }
    return store;
  },
});
