// @ts-check
// Plug.Session.COOKIE, by Plug.Session.Store's contract.

import { OTHER, call, core, readBytes, readSession, readText, writeBytes, writeText } from "../border/core.js";
import { secretOf, useSecret } from "./conn_secret.js";
import { makeLog } from "../border/log.js";
import { own, ownOptions } from "../border/own.js";
import { checkKnown } from "./known_options.js";
import { decodePayload, serialized, serializerOf } from "./serializer.js";
import { ConfigError } from "../border/errors.js";
import { objectOf, valuesOf } from "../session/values.js";
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
    const { bytes, values } = found < OTHER ? { bytes: readSession(found), values: undefined } : decodePayload(site.serializer, readBytes(found - OTHER));
    const [, sid, , reason] = bytes;
    if (reason) log(reason);
    return [SIDS[sid], values ? objectOf(values) : decode(bytes, mapAt(bytes))];
  },

  /** @param {any} conn @param {unknown} _sid @param {object} session @param {any} options @returns {string} */
  put(conn, _sid, session, options) {
    check("CookieStore.put", options);
    const { site } = options;
    const secret = secretOf(conn);
    if (site.serializer) {
      if (!valuesOf(session)) throw new ConfigError("store.put: the session must be an object");
      return serialized(site, secret, session);
    }
    const map = mapOf("store.put", session, site.otp25);
    useSecret(site, secret);
    return readText(call(core.store_put, site.handle, writeBytes(map)));
  },

  /** @returns {"ok"} */
  delete() {
    return "ok";
  },
});
