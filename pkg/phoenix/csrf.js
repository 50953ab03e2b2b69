// @ts-check
// Plug.CSRFProtection: a state in the session, and tokens in pages that fit it.

import { call, core, readText, writeBytes } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { ConfigError, WaxsealError, nameErrors } from "../border/errors.js";
import { readOptions } from "../border/options.js";
import { DERIVATION, secretsOf, useKey } from "./keys.js";
import { sessionOf } from "../session/behind.js";
import { stateOf } from "../session/session.js";
import { isWellFormed } from "../border/well_formed.js";

/** @typedef {import("../session/session.js").Session} Session */

/** Where the state stands in a session, and what a form calls its token. */
export const KEY = "_csrf_token";
const STATE = 24;

/** A request that changes something has no token that fits, or a script of another site asks for JavaScript. */
export class CsrfError extends WaxsealError {
  code = "ERR_CSRF";
  /** What Plug answers. */
  status = 403;
}
nameErrors({ CsrfError });

const encoder = new TextEncoder();

/** @param {unknown} value @returns {Uint8Array | undefined} undefined for what is neither text nor bytes */
export function bytesOrNot(value) {
  return typeof value === "string" ? (isWellFormed(value) ? encoder.encode(value) : undefined) : bytesOf(value);
}

/** @param {unknown} value @returns {any} */
export function dumpStateFromSession(value) {
  return bytesOrNot(value)?.length === STATE ? value : null;
}

/** @param {unknown} state @param {unknown} token @returns {boolean} */
export function validStateAndCsrfToken(state, token) {
  const parts = [bytesOrNot(state), bytesOrNot(token)];
  if (!parts[0] || !parts[1]) return false;
  writeBytes(...parts);
  return call(core.csrf_valid, parts[0].length, parts[1].length) === 1;
}

/** @param {Session} session @param {object} [options] @returns {string} */
export function csrfToken(session, options = {}) {
  const { sessionKey = KEY } = readOptions("csrfToken", options, ["sessionKey"]);
  return masked(sessionOf(session), checkKey(sessionKey));
}

/** @param {unknown} sessionKey @returns {string} */
export function checkKey(sessionKey) {
  if (typeof sessionKey === "string") return sessionKey;
  throw new ConfigError("sessionKey: takes the key of the state in the session, a string");
}

/** @param {Session} session @param {string} sessionKey */
function masked(session, sessionKey) {
  return readText(call(core.csrf_mask, writeBytes(madeState(session, sessionKey))));
}

/** The session's state, made where there is none. @param {Session} session @param {string} sessionKey @returns {Uint8Array} */
function madeState(session, sessionKey) {
  stateOf(session);
  const found = dumpStateFromSession(session.get(sessionKey));
  if (found !== null) return toBytes("state", found);
  const state = readText(call(core.csrf_state, 0));
  session.put(sessionKey, state);
  return encoder.encode(state);
}

/** @param {Session} given @param {string | URL} url @param {object} [options] @returns {string} */
export function csrfTokenFor(given, url, options = {}) {
  const session = sessionOf(given);
  const { sessionKey = KEY, secretKeyBase } = readOptions("csrfTokenFor", options, ["sessionKey", "secretKeyBase"]);
  const host = hostOf(url);
  checkKey(sessionKey);
  if (host === "") return masked(session, sessionKey);
  const secret = secretKeyBase ?? secretOf(session);
  if (secret === undefined) throw new ConfigError("secretKeyBase: got nothing, takes the app's: a token for a host is signed with it");
  const [first] = secretsOf("secretKeyBase", secret);
  useKey(first, madeState(session, sessionKey), DERIVATION);
  return readText(call(core.csrf_host_token, writeBytes(encoder.encode(host))));
}

/** The secret that a session was fetched with. @param {Session} session @returns {unknown} */
export function secretOf(session) {
  const { secret, site } = stateOf(session);
  return secret ?? site.secret;
}

/** The host of an address; none if it is a path. @param {unknown} url @returns {string} */
function hostOf(url) {
  const text = typeof url === "string" || url instanceof URL ? String(url) : undefined;
  if (text === undefined) throw new ConfigError("csrfTokenFor: takes a URL, or a path");
  try {
    return new URL(text.startsWith("//") ? `http:${text}` : text).hostname;
  } catch {
    return "";
  }
}
