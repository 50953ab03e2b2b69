// @ts-check
// A Set-Cookie header of our own, taken apart for frameworks that write cookies by name, value and attributes.

import { trimmed } from "../border/cookie_pairs.js";
import { ConfigError } from "../border/errors.js";
import { FARTHEST } from "../store/option_warnings.js";

/** @typedef {import("../index.d.ts").SetCookie} SetCookie */

/** @param {string} header @returns {SetCookie} */
export function attributesOf(header) {
  const [pair, ...parts] = header.split(";");
  const at = pair.indexOf("=");
  /** @type {any} */
  const attributes = { httpOnly: false, secure: false };
  for (const part of parts) {
    const [name, value] = split(part);
    if (name === "path" || name === "domain" || name === "priority") attributes[name] = value;
    else if (name === "max-age") attributes.maxAge = Number(value);
    else if (name === "expires") attributes.expires = new Date(value);
    else if (name === "samesite") attributes.sameSite = value.toLowerCase();
    else if (name === "httponly") attributes.httpOnly = true;
    else if (name === "secure" || name === "partitioned") attributes[name] = true;
  }
  if (attributes.priority) attributes.priority = attributes.priority.toLowerCase();
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes };
}

/** @param {string} part @returns {[string, string]} */
function split(part) {
  const at = part.indexOf("=");
  return at < 0 ? [trimmed(part).toLowerCase(), ""] : [trimmed(part.slice(0, at)).toLowerCase(), trimmed(part.slice(at + 1))];
}

/** What {@link lasting} takes. @param {unknown} maxAge @param {unknown} expires */
export function checkLasting(maxAge, expires) {
  if (maxAge !== undefined && (!Number.isInteger(maxAge) || Math.abs(Number(maxAge)) > FARTHEST)) {
    throw new ConfigError(`maxAge: takes a whole number of seconds, at most ${FARTHEST}: browsers keep no cookie for longer`);
  }
  if (expires !== undefined && !(isDate(expires) && isOfFourDigits(expires.getUTCFullYear()))) {
    throw new ConfigError("expires: takes a Date, of the years 1601 to 9999, which browsers can read");
  }
}

/** Of another realm, too. @param {unknown} given @returns {given is Date} */
function isDate(given) {
  return Object.prototype.toString.call(given) === "[object Date]";
}

/** RFC 6265, section 5.1.1. @param {number} year NaN for no date */
function isOfFourDigits(year) {
  return year >= 1601 && year <= 9999;
}

/**
 * A Set-Cookie header whose cookie lasts as long as is said here, and not as it was configured.
 * @param {string} header @param {number | undefined} maxAge seconds @param {Date | undefined} expires
 */
export function lasting(header, maxAge, expires) {
  if (maxAge === undefined && expires === undefined) return header;
  const others = header.split(";").filter((part, at) => at === 0 || !/^\s*(?:max-age|expires)=/i.test(part));
  const until = maxAge === undefined ? /** @type {Date} */ (expires) : new Date(Date.now() + maxAge * 1000);
  others.push(` expires=${until.toUTCString()}`);
  if (maxAge !== undefined) others.push(` max-age=${maxAge}`);
  return others.join(";");
}
