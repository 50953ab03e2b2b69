// @ts-check
// A request for an origin behind: as it came, but with the session as it is by now.

import { ConfigError } from "../border/errors.js";

/**
 * @param {Request} request @param {string} key the cookie's name
 * @param {string | null | undefined} value its new value; null for none, undefined for what is there
 * @returns {Request}
 */
export function withCookie(request, key, value) {
  if (typeof request?.headers?.get !== "function" || typeof request.url !== "string") {
    throw new ConfigError("forward: takes the session and a Request");
  }
  if (value === undefined) return request;
  const others = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim())
    .filter((pair) => pair !== "" && pair.split("=", 1)[0].trim() !== key);
  // In front: of two cookies of one name the first counts, in Plug as here.
  const cookies = value === null ? others : [`${key}=${value}`, ...others];
  // Not as an option: Bun takes empty headers for none given, and keeps the old ones.
  const forwarded = new Request(request);
  if (cookies.length === 0) forwarded.headers.delete("cookie");
  else forwarded.headers.set("cookie", cookies.join("; "));
  return forwarded;
}
