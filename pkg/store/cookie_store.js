// @ts-check
// Plug.Session.COOKIE, by Plug.Session.Store's contract.

import { OTHER, call, core, readBytes, readSession, readText, writeBytes, writeText } from "../border/core.js";
import { readConn, useSecret } from "./conn_secret.js";
import { makeLog } from "../border/log.js";
import { own } from "../border/own.js";
import { readObject } from "../border/options.js";
import { checkKnown, readEntries } from "./known_options.js";
import { warnOfOptions } from "./option_warnings.js";
import { decodePayload, serializedByHand, serializerOf } from "./serializer.js";
import { ConfigError } from "../border/errors.js";
import { objectOf, valuesOf } from "../session/values.js";
import { noticed } from "../session/changes.js";
import { mapAt } from "../session/flat.js";
import { RESERVED } from "../session/own.js";
import { COOKIE, SERIALIZED, Site } from "./site.js";
import { NAMELESS, check, checkCookie, making, mapOf } from "./contract.js";
import { decode } from "../term/decode.js";

/** @typedef {Record<string, unknown>} Options */

/** The cookie store's configuration. @param {Options} options of names that there are @param {unknown} log false, if nothing is to be said @returns {Site} */
export function cookieSite(options, log) {
  const { serializer, ...rest } = own(options);
  const { own: written, named } = serializerOf(serializer);
  const given = own({ ...rest, ...named });
  if (Object.hasOwn(given, "rotatingOptions")) given.rotatingOptions = readEntries(given.rotatingOptions);
  const site = new Site(given, written ? SERIALIZED : COOKIE, written);
  if (log !== false) warnOfOptions(given);
  return site;
}

const SIDS = [null, "term", "custom"];

/** By hand none need be given. */
const NO_CONN = Object.freeze({});

/** Plug.Session.COOKIE. Everything at once, nothing to await. */
export const CookieStore = Object.freeze({
  /** @param {Options} options */
  init(options) {
    const given = readObject("CookieStore.init", options);
    checkKnown(given, "cookie");
    const { key: named, log, revocation, ...rest } = given;
    if (revocation !== undefined) throw new ConfigError("CookieStore.init: revocation: belongs to createSessions, as there is something to await then");
    const key = typeof named === "string" ? named : NAMELESS;
    return making({ site: cookieSite({ ...rest, key }, log), log: makeLog(log, { key, store: "cookie" }) });
  },

  /** @param {any} conn @param {string} cookie @param {any} options @returns {[string | null, any]} */
  get(conn, cookie, options) {
    check("CookieStore.get", options);
    checkCookie("CookieStore.get", cookie);
    const { site, log } = options;
    useSecret(site, readConn(conn ?? NO_CONN).secret);
    const found = call(core.store_get, site.handle, writeText(cookie));
    const { bytes, values, life } = found < OTHER ? { bytes: readSession(found) } : decodePayload(site, readBytes(found - OTHER));
    const reason = noticed(bytes);
    if (reason) log(reason);
    // By hand a session's times stay among its values.
    if (life !== undefined) values?.set(RESERVED, life);
    return [SIDS[bytes[1]], values ? objectOf(values) : decode(bytes, mapAt(bytes))];
  },

  /** @param {any} conn @param {unknown} _sid @param {object} session @param {any} options @returns {string} */
  put(conn, _sid, session, options) {
    check("CookieStore.put", options);
    const { site } = options;
    const secret = readConn(conn ?? NO_CONN).secret;
    if (site.serializer) {
      const values = valuesOf(session);
      if (!values) throw new ConfigError("store.put: the session must be an object");
      return serializedByHand(site, secret, values);
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
