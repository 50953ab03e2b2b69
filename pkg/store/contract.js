// @ts-check
// What the calls of the store's contract take, checked: they may be made by hand.

import { ConfigError } from "../border/errors.js";
import { MAP } from "./serializer.js";
import { encode } from "../term/encode.js";

/** Where a cookie has no name, as in a store's own calls. */
export const NAMELESS = "session";

/** What init made. @type {WeakSet<object>} */
const made = new WeakSet();

/** @template {object} T @param {T} options @returns {T} */
export function making(options) {
  made.add(options);
  return Object.freeze(options);
}

/** @param {string} call @param {any} options */
export function check(call, options) {
  if (!made.has(options)) throw new ConfigError(`${call}: takes for its options what init gave`);
}

/** @param {string} call @param {unknown} cookie */
export function checkCookie(call, cookie) {
  if (typeof cookie !== "string") throw new ConfigError(`${call}: takes the cookie's value, a string`);
}

/** A session map. @param {string} during the call @param {unknown} session @param {boolean} [otp25] @returns {Uint8Array} */
export function mapOf(during, session, otp25) {
  const map = encode(session, during, "session", otp25);
  if (map[1] === MAP) return map;
  throw new ConfigError(`${during}: the session must be an object`);
}
