// @ts-check
// The store over a key-value service, by Plug.Session.Store's contract.

import { ConfigError } from "../border/errors.js";
import { isMap } from "../border/is_map.js";
import { checkKnown } from "../store/known_options.js";
import { warnOfOptions } from "../store/option_warnings.js";
import { KvService } from "../store/kv_service.js";
import { KvSessions } from "./kv_sessions.js";
import { makeLog } from "../border/log.js";
import { readObject } from "../border/options.js";
import { stateOf } from "../session/session.js";
import { KV, Site } from "../store/site.js";
import { NAMELESS, check, checkCookie, making, mapOf } from "../store/contract.js";

/** @typedef {Record<string, unknown>} Options */

/** The kind of a sid that has a session: `Sid` in `src/session/header.rs`. */
const ID = 3;

/** A sid as a Cookie header: what has another shape must not become several cookies, nor another spelling of one. @param {string} key @param {string} sid */
function header(key, sid) {
  return `${key}=${/^[\w-]{43}$/.test(sid) ? sid : "-"}`;
}

/** The store over a key-value service, in the slot of Plug.Session.ETS. */
export const KvStore = Object.freeze({
  /** @param {Options} options */
  init(options) {
    const given = readObject("KvStore.init", options);
    checkKnown(given, "kv");
    const { key: named, kv, timeout, log, ...rest } = given;
    // A cookie's name is checked where it is set; by hand it is only what tells these records from others.
    if (named !== undefined && !(typeof named === "string" && /^[!#$%&'*+\-.^_`|~\w]+$/.test(named))) {
      throw new ConfigError("KvStore.init: key: takes a cookie's name, of letters, digits and !#$%&'*+-.^_`|~");
    }
    const key = typeof named === "string" ? named : NAMELESS;
    const service = new KvService(kv, timeout, rest);
    const site = new Site({ ...rest, key, eventual: service.isLate }, KV);
    if (log !== false) warnOfOptions({ key, maxAge: given.maxAge, path: given.path });
    return making({ key, sessions: new KvSessions(site, makeLog(log, { key, store: "kv" }), service) });
  },

  /** @param {any} _conn @param {string} cookie @param {any} options @returns {Promise<[string | null, any]>} */
  async get(_conn, cookie, options) {
    check("KvStore.get", options);
    checkCookie("KvStore.get", cookie);
    const { key, sessions } = options;
    const session = await sessions.fetch(header(key, cookie));
    const hasSid = stateOf(session).bytes[1] === ID;
    return [hasSid ? cookie : null, session.toObject()];
  },

  /** @param {any} _conn @param {string | null} sid @param {object} values @param {any} options @returns {Promise<string>} */
  async put(_conn, sid, values, options) {
    check("KvStore.put", options);
    // Whether it can be written, before anything is.
    mapOf("store.put", values);
    const { key, sessions } = options;
    const known = await sessions.fetch(sid === null ? "" : header(key, sid));
    // Under a sid that there is no session of, a new one is made.
    const session = stateOf(known).bytes[1] === ID ? known : await sessions.fetch("");
    session.clear();
    for (const [name, value] of isMap(values) ? values : Object.entries(values)) session.put(name, value);
    const cookie = await sessions.commit(session);
    // A sid that stays is not sent again; a new one always is.
    return cookie === undefined ? String(sid) : cookie.slice(key.length + 1, cookie.indexOf(";"));
  },

  /** @param {any} _conn @param {string | null} sid @param {any} options @returns {Promise<"ok">} */
  async delete(_conn, sid, options) {
    check("KvStore.delete", options);
    const { key, sessions } = options;
    if (sid === null) return "ok";
    const session = await sessions.fetch(header(key, sid));
    session.drop();
    await sessions.commit(session);
    return "ok";
  },
});
