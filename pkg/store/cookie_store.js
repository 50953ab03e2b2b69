// @ts-check
// Plug.Session.COOKIE, by Plug.Session.Store's contract.

import { OTHER, call, core, readBytes, readSession, writeText } from "../border/core.js";
import { secretOf, useSecret } from "./conn_secret.js";
import { makeLog } from "../border/log.js";
import { own, ownOptions } from "../border/own.js";
import { checkKnown } from "./known_options.js";
import { decodePayload, serializerOf, valueOf } from "./serializer.js";
import { mapAt } from "../session/changes.js";
import { COOKIE, SERIALIZED, Site } from "./site.js";
import { NAMELESS, check, checkCookie, making, mapOf } from "./contract.js";
import { decode } from "../term/decode.js";

/** @typedef {Record<string, unknown>} Options */

/** The cookie store's configuration. @param {Options} options @returns {Site} */
export function cookieSite({ serializer, ...options }) {
  const { own, named } = serializerOf(serializer);
  return new Site({ ...options, ...named }, own ? SERIALIZED : COOKIE, own);
}

const SIDS = [null, "term", "custom"];

/** Plug.Session.COOKIE. Everything at once, nothing to await. */
export const CookieStore = Object.freeze({
  /** @param {Options} options */
  init(options) {
    const { key: named, log, ...rest } = ownOptions("CookieStore.init", options);
    checkKnown(rest, "cookie");
    const key = typeof named === "string" ? named : NAMELESS;
    return making({ site: cookieSite(own({ ...rest, key })), log: makeLog(log, { key, store: "cookie" }) });
  },

  /** @param {any} conn @param {string} cookie @param {any} options @returns {[string | null, any]} */
  get(conn, cookie, options) {
    check("CookieStore.get", options);
    checkCookie("CookieStore.get", cookie);
    const { site, log } = options;
    useSecret(site, secretOf(conn));
    const found = call(core.store_get, site.handle, writeText(cookie));
    const session = found < OTHER ? readSession(found) : decodePayload(site.serializer, readBytes(found - OTHER));
    const [, sid, , reason] = session;
    if (reason) log(reason);
    return [SIDS[sid], decode(session, mapAt(session))];
  },

  /** @param {any} conn @param {unknown} _sid @param {object} session @param {any} options @returns {string} */
  put(conn, _sid, session, options) {
    check("CookieStore.put", options);
    const { site } = options;
    useSecret(site, secretOf(conn));
    const map = mapOf("store.put", session, site.otp25);
    return valueOf(site, map);
  },

  /** @returns {"ok"} */
  delete() {
    return "ok";
  },
});
