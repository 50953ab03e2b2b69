// @ts-check
// createSessions: options to sessions, checked here and now.

import { ConfigError } from "./errors.js";
import { KvService } from "./kv_service.js";
import { KvSessions } from "./kv_sessions.js";
import { memoryKV } from "./kv/memory.js";
import { makeLog } from "./log.js";
import { Sessions } from "./sessions.js";
import { KV, Site, USERS } from "./site.js";
import { CookieStore, KvStore, Store, cookieSite, ownOptions } from "./store.js";
import { StoreSessions } from "./store_sessions.js";

/** Plug's cookie options: all others go to the store. */
const COOKIE_OPTIONS = ["key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority"];

/** @param {Record<string, unknown>} options @returns {Sessions} */
export function createSessions(options) {
  const { store: named, log: logged, ...given } = ownOptions("createSessions", options);
  if (named === undefined) throw new ConfigError('store: got nothing, takes "cookie", "kv", "memory", or a store object');
  const store = Store.get(named);
  const name = typeof named === "string" ? named : store === CookieStore ? "cookie" : store === KvStore ? "kv" : "custom";
  const log = makeLog(logged, { key: String(given.key), store: name });
  if (store === CookieStore) {
    const sessions = new Sessions(cookieSite(given), log);
    sessions.owner = sessions.site.serializer;
    return sessions;
  }
  if (store === KvStore) {
    const { kv, timeout, ...rest } = given;
    const adapter = kv === undefined && (name === "memory" || name === "ets") ? memoryKV() : kv;
    const sessions = new KvSessions(new Site(rest, KV), log, new KvService(adapter, timeout));
    sessions.owner = adapter;
    return sessions;
  }
  const isCookies = (/** @type {[string, unknown]} */ [option]) => COOKIE_OPTIONS.includes(option);
  const site = new Site(Object.fromEntries(Object.entries(given).filter(isCookies)), USERS);
  const others = Object.fromEntries(Object.entries(given).filter((entry) => !isCookies(entry)));
  return new StoreSessions(site, log, store, store.init(logged === undefined ? others : { ...others, log: logged }));
}
