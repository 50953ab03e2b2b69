// @ts-check
// Signed and encrypted cookies: put_resp_cookie(conn, name, value, sign: true), fetch_cookies(conn, signed: [name]).

import { ConfigError } from "../border/errors.js";
import { noOptions, readOptions } from "../border/options.js";
import { open, write } from "./token.js";

export const SignedCookie = Object.freeze({
  /** @param {any} secret @param {any} name @param {unknown} value @param {object} [options] @returns {string} */
  sign: (secret, name, value, options) => put("SignedCookie.sign", secret, name, value, options, false),
  /** @param {any} secret @param {any} name @param {unknown} value @param {object} [options] @returns {string} */
  encrypt: (secret, name, value, options) => put("SignedCookie.encrypt", secret, name, value, options, true),
  /** @param {any} secret @param {any} name @param {unknown} cookie @param {undefined} [options] there are none @returns {any} */
  verify: (secret, name, cookie, options) => get("SignedCookie.verify", secret, name, cookie, options, false),
  /** @param {any} secret @param {any} name @param {unknown} cookie @param {undefined} [options] there are none @returns {any} */
  decrypt: (secret, name, cookie, options) => get("SignedCookie.decrypt", secret, name, cookie, options, true),
});

/** @param {string} during @param {unknown} secret @param {unknown} name @param {unknown} value @param {unknown} options @param {boolean} encrypted */
function put(during, secret, name, value, options = {}, encrypted) {
  const { maxAge } = readOptions(during, options, ["maxAge"]);
  return write(during, secret, ["name", named(name)], value, maxAge === undefined || maxAge === null ? {} : { maxAge }, encrypted);
}

/** @param {string} during @param {unknown} secret @param {unknown} name @param {unknown} cookie @param {unknown} options @param {boolean} encrypted */
function get(during, secret, name, cookie, options, encrypted) {
  noOptions(during, options);
  const opened = open(during, secret, ["name", named(name)], cookie, {}, encrypted);
  return opened.ok ? opened.data : null;
}

/** @param {unknown} name */
function named(name) {
  if (typeof name === "string" && name !== "") return name;
  throw new ConfigError("name: takes the cookie's name, a string");
}
