// @ts-check
// A session's headers on a response, and the guard that keeps caches from handing them to others.

import { ConfigError } from "../border/errors.js";

/** Plug's own (`Plug.Conn`'s default). */
const PRIVATE = "max-age=0, private, must-revalidate";

/**
 * @param {Response} response @param {string | undefined} setCookie @param {boolean} used whether the session was looked at
 * @returns {Response}
 */
export function guard(response, setCookie, used) {
  if (setCookie === undefined && !used) return response;
  if (setCookie !== undefined) {
    if (response.headers.has("set-cookie")) removeCookie(response.headers, nameOf(setCookie));
    response.headers.append("set-cookie", setCookie);
    if (!response.headers.has("cache-control")) response.headers.set("cache-control", PRIVATE);
  }
  const vary = response.headers.get("vary");
  const names = (vary ?? "").split(",").map((name) => name.trim().toLowerCase());
  if (!names.includes("cookie") && !names.includes("*")) response.headers.set("vary", vary ? `${vary}, Cookie` : "Cookie");
  return response;
}

/**
 * As `put_resp_cookie`, which replaces: a response is to have no two cookies of one name (RFC 6265, section 4.1.1).
 * @param {Headers} headers @param {string} name
 */
function removeCookie(headers, name) {
  const before = headers.getSetCookie?.() ?? [];
  const others = before.filter((cookie) => nameOf(cookie) !== name);
  if (others.length === before.length) return;
  headers.delete("set-cookie");
  for (const cookie of others) headers.append("set-cookie", cookie);
}

/** @param {string} setCookie */
function nameOf(setCookie) {
  return setCookie.split("=", 1)[0].trim();
}

/** A Response, also one of a framework's or of another realm. @param {any} response @returns {response is Response} */
function isResponse(response) {
  return typeof response?.headers?.append === "function" && typeof response.status === "number";
}

/** Browsers, service workers too, keep Set-Cookie from responses that scripts make. @type {boolean | undefined} */
let carriesCookies;

/**
 * The response itself, or a copy if its headers can't be changed: those of fetch and redirect can't.
 * @param {unknown} response @returns {Response}
 */
export function mutable(response) {
  if (!isResponse(response)) throw new ConfigError("send: takes a Response (what did the handler return?)");
  carriesCookies ??= new Response(null, { headers: { "set-cookie": "a=b" } }).headers.has("set-cookie");
  if (!carriesCookies) throw new ConfigError("send: a browser lets no Response carry Set-Cookie; call commit for its value");
  try {
    let absent = "x-waxseal-probe";
    while (response.headers.has(absent)) absent += "-";
    // Changes nothing, and throws where nothing can be changed.
    response.headers.delete(absent);
    return response;
  } catch {
    if (response.type === "error") throw new ConfigError("send: Response.error() can't carry a cookie");
    return new Response(response.body, response);
  }
}
