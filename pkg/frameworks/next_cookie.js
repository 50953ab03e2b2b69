// @ts-check
// Next's request: its headers are those that came, its cookies are those that an action has set since.

import { pairsOf } from "../border/cookie_pairs.js";

/**
 * The Cookie header to read. As it came, with Plug's rule for two cookies of one name, unless the cookie was set or deleted since.
 * @param {string} header @param {string | undefined} value what `cookies()` has under the name @param {string} key
 */
export function cookieNow(header, value, key) {
  const values = pairsOf(header).filter((pair) => pair.startsWith(`${key}=`)).map((pair) => pair.slice(key.length + 1));
  const isUnchanged = value === undefined ? values.length === 0 : values.includes(value);
  if (isUnchanged) return header;
  return value ? `${key}=${value}` : "";
}
