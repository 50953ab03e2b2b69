// @ts-check
// The Cookie header's text, from whatever has one.

import { ConfigError } from "../border/errors.js";

/**
 * The Cookie header's text. Of several headers the last counts, as in Plug, and in one of them the first cookie of a name:
 * read backwards that is one rule.
 * @param {unknown} source @returns {string}
 */
export function cookieText(source) {
  if (typeof source === "string") return source;
  if (Array.isArray(source) && source.every((header) => typeof header === "string")) return [...source].reverse().join(";");
  if (source === null || source === undefined) return "";
  // By their shape: a framework's Request and Headers, or another realm's, are as good.
  const headers = /** @type {any} */ (source).headers ?? source;
  const header = typeof headers.get === "function" ? (headers.get("cookie") ?? "") : undefined;
  if (typeof header === "string") return header.includes(", ") && joinsByComma() ? apart(header) : header;
  throw new ConfigError("fetch: takes a Request, Headers, or the Cookie header's text");
}

/** Whether this is workerd, which joins several Cookie headers by a comma, where all others take a semicolon. */
function joinsByComma() {
  return "WebSocketPair" in globalThis;
}

/** Where a comma and a space come before another cookie's name, one header ends: no cookie's value holds them (RFC 6265, section 4.1.1). @param {string} header */
function apart(header) {
  return header.split(/, (?=[!#$%&'*+\-.^_`|~\w]+=)/).reverse().join(";");
}
