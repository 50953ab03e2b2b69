// @ts-check
// A request for an origin behind: as it came, but with the session as it is by now.

import { nameOf, pairsOf } from "../border/cookie_pairs.js";
import { ConfigError } from "../border/errors.js";
import { reading } from "../border/options.js";

/**
 * @param {Request} request @param {string} key the cookie's name
 * @param {string | null | undefined} value its new value; null for none, undefined for what is there
 * @returns {Request}
 */
export function withCookie(request, key, value) {
  if (value === undefined) return asItIs(request);
  asItIs(request);
  const cookies = cookiesWith(request.headers.get("cookie") ?? "", key, value);
  const forwarded = copyOf(request);
  if (cookies === "") forwarded.headers.delete("cookie");
  else forwarded.headers.set("cookie", cookies);
  return forwarded;
}

/**
 * Without other headers as an option: Bun takes empty ones for none given, and keeps the old ones.
 * @param {Request} request @returns {Request}
 */
function copyOf(request) {
  if (request.bodyUsed) throw new ConfigError("forward: the request's body was read before: read request.clone(), or forward first");
  try {
    return new Request(request);
  } catch {
    // One that only looks like a Request: that of srvx, as h3 and Nitro have it on Node, of node-fetch, of undici.
    const { url, method, headers, body, redirect, signal } = request;
    const own = signal instanceof AbortSignal ? { signal } : {};
    return new Request(url, { method, headers: [...headers], body, redirect, .../** @type {object} */ ({ duplex: "half" }), ...own });
  }
}

/** @template {Request} Given @param {Given} request @returns {Given} */
export function asItIs(request) {
  if (reading("forward", () => typeof request?.headers?.get === "function" && typeof request.url === "string")) return request;
  throw new ConfigError("forward: takes the session and a Request");
}

/** A Cookie header with another value of one cookie. @param {string} header @param {string} key @param {string | null} value null for none */
export function cookiesWith(header, key, value) {
  const others = pairsOf(header).filter((pair) => nameOf(pair) !== key);
  // In front: of two cookies of one name the first counts, in Plug as here.
  return (value === null ? others : [`${key}=${value}`, ...others]).join("; ");
}
