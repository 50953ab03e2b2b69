// @ts-check
// createSessions: options to sessions, checked here and now.

import { CookieStore, cookieSite } from "../store/cookie_store.js";
import { ConfigError } from "../border/errors.js";
import { COOKIE_OPTIONS, checkKnown, warnOfOptions } from "../store/known_options.js";
import { KvService } from "../store/kv_service.js";
import { KvSessions } from "./kv_sessions.js";
import { KvStore } from "./kv_store.js";
import { memoryKV } from "../kv/memory.js";
import { makeLog } from "../border/log.js";
import { own, ownOptions } from "../border/own.js";
import { Sessions } from "./sessions.js";
import { KV, Site, USERS } from "../store/site.js";
import { Store } from "./named_store.js";
import { StoreSessions } from "./store_sessions.js";

/** @param {Record<string, unknown>} options @returns {Sessions} */
export function createSessions(options) {
  const { store: named, log: logged, ...rest } = ownOptions("createSessions", options);
  const given = own(rest);
  if (named === undefined) throw new ConfigError('store: got nothing, takes "cookie", "kv", "memory", or a store object');
  const store = Store.get(named);
  const name = typeof named === "string" ? named : store === CookieStore ? "cookie" : store === KvStore ? "kv" : "custom";
  const log = makeLog(logged, { key: typeof given.key === "string" ? given.key : "", store: name });
  if (store === CookieStore) {
    checkKnown(given, "cookie");
    if (logged !== false) warnOfOptions(given);
    const sessions = new Sessions(cookieSite(given), log);
    sessions.owner = given.serializer;
    return sessions;
  }
  if (store === KvStore) {
    checkKnown(given, "kv");
    if (logged !== false) warnOfOptions(given);
    const { kv, timeout, ...rest } = given;
    const adapter = kv === undefined && (name === "memory" || name === "ets") ? memoryKV() : kv;
    const service = new KvService(adapter, timeout, rest);
    const sessions = new KvSessions(new Site({ ...rest, eventual: service.isLate }, KV), log, service);
    sessions.owner = adapter;
    return sessions;
  }
  const isCookies = (/** @type {string} */ option) => COOKIE_OPTIONS.includes(option);
  // Of the others the name alone: a misspelt one of the cookie's would silently be without effect.
  const site = new Site(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, isCookies(name) ? value : null])), USERS);
  const others = Object.fromEntries(Object.entries(given).filter(([name]) => !isCookies(name)));
  return new StoreSessions(site, log, store, store.init(logged === undefined ? others : { ...others, log: logged }), given.timeout);
}
