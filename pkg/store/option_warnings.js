// @ts-check
// What is taken, as Plug takes it, and is seldom meant: it is said once for each cookie. Why, docs/options.md tells.

import { bytesOf, sameBytes, toBytes } from "../border/bytes.js";
import { isWellFormed } from "../border/well_formed.js";

/** 400 days in seconds: browsers keep no cookie for longer (RFC 6265bis, section 5.5). */
export const FARTHEST = 400 * 86_400;

/** The end of the salt by which `put_resp_cookie(conn, name, value, sign: true)` derives its key. */
const SIGNED_COOKIE = toBytes("salt", "_cookie");

/** What was warned of, by the cookie's name. @type {Set<string>} */
const warned = new Set();

/** Who makes sessions of a new name for each request has heard it by then. */
const MOST = 100;

/** @param {Record<string, any>} options that were taken */
export function warnOfOptions({ key, maxAge, path, rotatingOptions, ...salts }) {
  const warn = (/** @type {string} */ message) => once(`${key} ${message}`, message);
  if (typeof maxAge === "number" && maxAge > FARTHEST) {
    warn("maxAge: browsers keep no cookie for longer than 400 days (RFC 6265bis, section 5.5)");
  }
  if (typeof path === "string" && !path.startsWith("/")) {
    warn('path: begins with no "/", so browsers take the folder of the page that sets the cookie (RFC 6265, section 5.2.4)');
  }
  for (const [within, entry] of [["", salts], ...(rotatingOptions ?? []).map((/** @type {any} */ entry, /** @type {number} */ at) => [`rotatingOptions[${at}].`, entry])]) {
    warnOfSecret(entry, within, warn);
    warnOfSalts(entry, within, warn);
  }
}

/** @param {Record<string, unknown>} options @param {string} within where they stand @param {(message: string) => void} warn */
function warnOfSecret(options, within, warn) {
  const secret = Object.hasOwn(options, "secretKeyBase") ? options.secretKeyBase : undefined;
  if (typeof secret === "string" && secret !== secret.trim()) {
    warn(`${within}secretKeyBase: has blanks or a line's end around it, and they count: the app that it is of is likely to have it without`);
  }
}

/** @param {Record<string, unknown>} options @param {string} within where they stand @param {(message: string) => void} warn */
function warnOfSalts(options, within, warn) {
  const [signing, encryption] = ["signingSalt", "encryptionSalt"].map((name) => (Object.hasOwn(options, name) ? bytesOfSalt(options[name]) : undefined));
  // All of them are the caller's own, so there is nothing to learn from how long this takes.
  if (signing && encryption && sameBytes(signing, encryption)) {
    warn(`${within}signingSalt, encryptionSalt: are the same; each key wants a salt of its own`);
  }
  for (const [name, salt] of Object.entries({ signingSalt: signing, encryptionSalt: encryption })) {
    if (salt?.length === 0) warn(`${within}${name}: is empty`);
    if (salt && sameBytes(salt.slice(-SIGNED_COOKIE.length), SIGNED_COOKIE)) {
      warn(`${within}${name}: ends in _cookie, as the salt of a signed cookie does; a session would pass for one`);
    }
  }
}

/** @param {unknown} salt @returns {Uint8Array | undefined} */
function bytesOfSalt(salt) {
  return typeof salt === "string" && isWellFormed(salt) ? toBytes("salt", salt) : bytesOf(salt);
}

/** @param {string} what @param {string} message */
function once(what, message) {
  if (warned.has(what) || warned.size >= MOST) return;
  warned.add(what);
  console.warn(`waxseal: ${message}`);
}
