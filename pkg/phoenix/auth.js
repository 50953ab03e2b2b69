// @ts-check
// phx.gen.auth: a session as the generated UserAuth leaves it. What its database does is the app's affair.

import { toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { kindOf, readOptions, reading } from "../border/options.js";
import { own } from "../border/own.js";
import { bytesOrNot } from "./csrf.js";
import { sessionOf } from "../session/behind.js";
import { stateOf } from "../session/session.js";

/** @typedef {import("../session/session.js").Session} Session */

/**
 * The token of the session, else of remember-me, which then goes into the session.
 * @param {Session} given @param {unknown} source @param {{ read(source: any): Uint8Array | null }} [remember] @param {object} [options]
 * @returns {Uint8Array | null}
 */
export function userToken(given, source, remember, options = {}) {
  const session = sessionOf(given);
  const { live = false } = flags(readOptions("userToken", options, ["live"]));
  stateOf(session);
  if (remember !== undefined && reading("remember", () => typeof remember?.read !== "function")) {
    throw new ConfigError("remember: takes what rememberMe made");
  }
  const found = bytesOrNot(session.get("user_token"));
  if (found) return found;
  const remembered = remember?.read(source) ?? null;
  if (remembered === null) return null;
  putToken(session, remembered, live);
  session.put("user_remember_me", true);
  return remembered;
}

/** @param {Session} given @param {Uint8Array | string} token @param {object} [options] @returns {string} where to go */
export function logIn(given, token, options = {}) {
  const session = sessionOf(given);
  const { returnTo = "/", ...rest } = readOptions("logIn", options, ["live", "returnTo", "remember", "sameUser"]);
  const { live = false, remember = false, sameUser = false } = flags(rest);
  if (typeof returnTo !== "string") throw new ConfigError("returnTo: takes the path to go to where the session has none, a string");
  const bytes = toBytes("token", token);
  if (bytes.length === 0) throw new ConfigError("token: got no bytes, takes the user's session token");
  stateOf(session);
  const wanted = session.get("user_return_to");
  const isRemembered = remember || session.get("user_remember_me") === true;
  // Who is logged in as the same user keeps what other tabs have open.
  if (sameUser) session.delete("user_return_to");
  else session.renew().clear();
  putToken(session, bytes, live);
  if (isRemembered) session.put("user_remember_me", true);
  return isLocal(wanted) ? wanted : returnTo;
}

/**
 * A path of this host, as Phoenix's `redirect(conn, to: …)` takes it: for another one it raises, as whoever asked for `//other.example/` would
 * be sent there after the log-in. Line breaks, over which it raises too as no header has them, browsers take out of a URL, as they do tabs.
 * @param {unknown} path @returns {path is string}
 */
function isLocal(path) {
  return typeof path === "string" && /^\/(?!\/)/.test(path) && !/\\|\/%09|\/\t|[\r\n]/.test(path);
}

/** @param {Session} given @returns {Uint8Array | null} the token that is to be deleted from the database */
export function logOut(given) {
  const session = sessionOf(given);
  stateOf(session);
  const token = bytesOrNot(session.get("user_token")) ?? null;
  session.renew().clear();
  return token;
}

/** @param {Session} session @param {Uint8Array} token @param {unknown} live */
function putToken(session, token, live) {
  session.put("user_token", token);
  if (live) session.put("live_socket_id", `users_sessions:${base64url(token)}`);
}

/** A box that was ticked is the text "on" in a form, and one that was not is null. @param {Record<string, unknown>} given @returns {Record<string, any>} */
function flags(given) {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== "boolean") throw new ConfigError(`${name}: got ${kindOf(value)}, takes true or false`);
  }
  return own(given);
}

/** With padding, as `Base.url_encode64` writes it. @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
