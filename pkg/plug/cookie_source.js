// @ts-check
// The Cookie header's text, from whatever has one.

import { ConfigError } from "../border/errors.js";
import { apart } from "../border/joined_cookies.js";
import { isArray, isPromise, itemsOf, kindOf, reading } from "../border/options.js";

/** No request has so many headers of one name. */
const MOST = 1000;

/**
 * The Cookie header's text. Of several headers the last counts, as in Plug, and in one of them the first cookie of a name:
 * read backwards that is one rule.
 * @param {any} source @returns {string}
 */
export function cookieText(source) {
  return typeof source === "string" ? source : reading("fetch(source)", () => textOf(source));
}

/** @param {any} source @returns {string} */
function textOf(source) {
  if (isArray(source)) return several(source);
  if (source === null || source === undefined) return "";
  if (typeof source !== "object" && typeof source !== "function") throw new ConfigError(`fetch: got ${kindOf(source)}, ${TAKES}`);
  // By their shape: a framework's Request and Headers, or another realm's, are as good. Next's Headers have a property `headers`.
  const { append, get, set, headers } = /** @type {any} */ (source);
  if (typeof get === "function" && typeof set === "function" && typeof append !== "function") {
    throw new ConfigError(`fetch: got a cookie jar, ${TAKES}: the request itself, or in Next await headers()`);
  }
  const of = typeof append === "function" || typeof headers !== "object" || headers === null ? source : headers;
  if (typeof of.get !== "function") {
    if (isPromise(of)) throw new ConfigError(`fetch: got a promise, ${TAKES}: it has to be awaited, as in Next await headers()`);
    throw new ConfigError(of === headers ? `fetch: got a Node request, ${TAKES}: use req.headers.cookie` : `fetch: ${TAKES}${within(source)}`);
  }
  const header = of.get("cookie") ?? "";
  if (typeof header === "string") return apart(header);
  throw new ConfigError(`fetch: its get("cookie") gave ${kindOf(header)}, ${TAKES}, or a list of such texts`);
}

/** @param {unknown[]} source */
function several(source) {
  const headers = itemsOf("fetch", source, MOST, "headers");
  if (headers.every((header) => typeof header === "string")) return headers.reverse().join(";");
  throw new ConfigError(`fetch: got a list of ${kindOf(headers.find((header) => typeof header !== "string"))}, ${TAKES}, or a list of such texts: use the Cookie header that the request came with`);
}

/** Where a framework has the request. @param {any} source */
function within(source) {
  if (typeof source.cookie === "string") return ": use its cookie, a text";
  const name = ["request", "req", "raw"].find((name) => typeof source[name]?.headers === "object");
  return name === undefined ? "" : `: use its ${name}${typeof source[name].headers?.get === "function" ? "" : ".headers.cookie"}`;
}

const TAKES = "takes a Request, Headers, or the Cookie header's text";
