// @ts-check
// createSessions: options to sessions, checked here and now.

import { CookieStore, cookieSite } from "../store/cookie_store.js";
import { ConfigError } from "../border/errors.js";
import { COOKIE_OPTIONS, checkKnown } from "../store/known_options.js";
import { warnOfOptions } from "../store/option_warnings.js";
import { KvService } from "../store/kv_service.js";
import { KvSessions } from "./kv_sessions.js";
import { KvStore } from "./kv_store.js";
import { memoryKV } from "../kv/memory.js";
import { makeLog } from "../border/log.js";
import { readObject } from "../border/options.js";
import { own } from "../border/own.js";
import { Sessions } from "./sessions.js";
import { revocable } from "./revocable_sessions.js";
import { KV, Site, USERS } from "../store/site.js";
import { Store } from "./named_store.js";
import { StoreSessions } from "./store_sessions.js";

/** @typedef {(reason: number | string) => void} Log */
/** @typedef {Record<string, any>} Options */

/** @param {unknown} options @returns {Sessions} */
export function createSessions(options) {
  const read = readObject("createSessions", options);
  const { store: named, log: logged, ...rest } = read;
  if (named === undefined) throw new ConfigError('store: got nothing, takes "cookie", "kv", "memory", or a store object');
  const store = Store.get(named);
  const given = own(rest);
  const kind = store === CookieStore ? "cookie" : store === KvStore ? "kv" : "custom";
  checkKnown(read, kind);
  const log = makeLog(logged, { key: given.key, store: typeof named === "string" ? named : kind });
  const sessions = kind === "cookie" ? ofCookies(given, log, logged) : kind === "kv" ? ofService(given, log, named) : ofStore(read, log, store);
  if (logged !== false) warnOfOptions({ key: given.key, maxAge: given.maxAge, path: given.path });
  return sessions;
}

/** @param {Options} given @param {Log} log @param {unknown} logged */
function ofCookies(given, log, logged) {
  const { revocation, ...options } = given;
  const site = cookieSite(options, logged);
  if (revocation !== undefined) return revocable(site, log, revocation, given.key);
  const sessions = new Sessions(site, log);
  sessions.owner = given.serializer;
  return sessions;
}

/** @param {Options} given @param {Log} log @param {unknown} named */
function ofService({ kv, timeout, ...rest }, log, named) {
  const adapter = kv === undefined && (named === "memory" || named === "ets") ? memoryKV() : kv;
  const service = new KvService(adapter, timeout, rest);
  const sessions = new KvSessions(new Site({ ...rest, eventual: service.isLate }, KV), log, service);
  sessions.owner = adapter;
  return sessions;
}

/** What is no option of the cookie's is the store's affair. @param {Options} read @param {Log} log @param {any} store */
function ofStore(read, log, store) {
  const isCookies = (/** @type {string} */ option) => COOKIE_OPTIONS.includes(option);
  const pick = (/** @type {(option: string) => boolean} */ wanted) => Object.fromEntries(Object.entries(read).filter(([name]) => name !== "store" && wanted(name)));
  const site = new Site(pick(isCookies), USERS);
  return new StoreSessions(site, log, store, store.init(pick((option) => !isCookies(option))), read.timeout);
}
