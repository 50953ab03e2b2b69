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
  // Not as an option: Bun takes empty headers for none given, and keeps the old ones.
  const forwarded = new Request(request);
  if (cookies === "") forwarded.headers.delete("cookie");
  else forwarded.headers.set("cookie", cookies);
  return forwarded;
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
