// @ts-check
// Plug.Session.Store: names to stores, and the contract itself on the stores that are here.

import { OTHER, call, core, readBytes, readSession, readText, writeBytes, writeText } from "./border.js";
import { ConfigError } from "./errors.js";
import { KvService } from "./kv_service.js";
import { KvSessions } from "./kv_sessions.js";
import { makeLog } from "./log.js";
import { MAP, decodePayload, sealed, serializerOf } from "./serializer.js";
import { stateOf } from "./session.js";
import { mapAt } from "./session_changes.js";
import { useSecret } from "./sessions.js";
import { COOKIE, KV, SERIALIZED, Site } from "./site.js";
import { decode } from "./term_decode.js";
import { encode } from "./term_encode.js";

/** @typedef {Record<string, unknown>} Options */

/** Where a cookie has no name, as in a store's own calls. */
const NAMELESS = "session";

/** Own properties only: what a polluted prototype holds is no option. @param {string} call @param {unknown} options @returns {Options} */
export function ownOptions(call, options) {
  if (options !== null && typeof options === "object" && !Array.isArray(options)) return { ...options };
  throw new ConfigError(`${call}: takes an object of options`);
}

/** The cookie store's configuration. @param {Options} options @returns {Site} */
export function cookieSite({ serializer, ...options }) {
  const { own, named } = serializerOf(serializer);
  return new Site({ ...options, ...named }, own ? SERIALIZED : COOKIE, own);
}

/** A session map. @param {string} during the call @param {unknown} session @param {boolean} [otp25] @returns {Uint8Array} */
export function mapOf(during, session, otp25) {
  const map = encode(session, during, "session", otp25);
  if (map[1] === MAP) return map;
  throw new ConfigError(`${during}: the session must be an object`);
}

const SIDS = [null, "term", "custom"];

/** Plug.Session.COOKIE. Everything at once, nothing to await. */
export const CookieStore = Object.freeze({
  /** @param {Options} options */
  init(options) {
    const { log, ...rest } = ownOptions("CookieStore.init", options);
    const key = typeof rest.key === "string" ? rest.key : NAMELESS;
    return Object.freeze({ site: cookieSite({ ...rest, key }), log: makeLog(log, { key, store: "cookie" }) });
  },

  /** @param {any} conn @param {string} cookie @param {any} options @returns {[string | null, any]} */
  get(conn, cookie, { site, log }) {
    useSecret(site, conn?.secretKeyBase ?? undefined);
    const found = call(core.store_get, site.handle, writeText(cookie));
    const session = found < OTHER ? readSession(found) : decodePayload(site.serializer, readBytes(found - OTHER));
    const [, sid, , reason] = session;
    if (reason) log(reason);
    return [SIDS[sid], decode(session, mapAt(session))];
  },

  /** @param {any} conn @param {unknown} _sid @param {object} session @param {any} options @returns {string} */
  put(conn, _sid, session, { site }) {
    useSecret(site, conn?.secretKeyBase ?? undefined);
    const map = mapOf("store.put", session, site.otp25);
    if (site.serializer) return String.fromCharCode(...sealed(site, map));
    return readText(call(core.store_put, site.handle, writeBytes(map)));
  },

  /** @returns {"ok"} */
  delete() {
    return "ok";
  },
});

/** The store over a key-value service, in the slot of Plug.Session.ETS. */
export const KvStore = Object.freeze({
  /** @param {Options} options */
  init(options) {
    const { kv, timeout, log, ...rest } = ownOptions("KvStore.init", options);
    const key = typeof rest.key === "string" ? rest.key : NAMELESS;
    const site = new Site({ ...rest, key }, KV);
    return Object.freeze({ key, sessions: new KvSessions(site, makeLog(log, { key, store: "kv" }), new KvService(kv, timeout)) });
  },

  /** @param {any} _conn @param {string} cookie @param {any} options @returns {Promise<[string | null, any]>} */
  async get(_conn, cookie, { key, sessions }) {
    const session = await sessions.fetch(`${key}=${cookie}`);
    const hasSid = stateOf(session).bytes[1] !== 0;
    return [hasSid ? cookie : null, session.toObject()];
  },

  /** @param {any} _conn @param {string | null} sid @param {object} values @param {any} options @returns {Promise<string>} */
  async put(_conn, sid, values, { key, sessions }) {
    const session = await sessions.fetch(sid === null ? "" : `${key}=${sid}`);
    session.clear();
    for (const [name, value] of values instanceof Map ? values : Object.entries(values)) session.put(name, value);
    const header = await sessions.commit(session);
    return header.slice(key.length + 1, header.indexOf(";"));
  },

  /** @param {any} _conn @param {string | null} sid @param {any} options @returns {Promise<"ok">} */
  async delete(_conn, sid, { key, sessions }) {
    if (sid === null) return "ok";
    const session = await sessions.fetch(`${key}=${sid}`);
    session.drop();
    await sessions.commit(session);
    return "ok";
  },
});

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
      throw new ConfigError(`store: there is none named "${store}"; there are "cookie", "kv", "memory" and "ets", or give a store object`);
    }
    for (const name of ["init", "get", "put", "delete"]) {
      if (typeof (/** @type {any} */ (store)?.[name]) !== "function") {
        throw new ConfigError(`store: takes "cookie", "kv", "memory", or an object with init, get, put and delete; there is no ${name}`);
      }
    }
    return store;
  },
});
