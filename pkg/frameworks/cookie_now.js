// @ts-check
// A framework that has the request's cookies and those that were set since in two places: Next's `headers()` and `cookies()`, SvelteKit's
// `event.request` and `event.cookies`.

import { pairsOf } from "../border/cookie_pairs.js";

/**
 * The Cookie header to read. As it came, with Plug's rule for two cookies of one name, unless the cookie was set or deleted since.
 * @param {string} header @param {string | undefined} value what the framework has under the name by now @param {string} key
 */
export function cookieNow(header, value, key) {
  const values = pairsOf(header).filter((pair) => pair.startsWith(`${key}=`)).map((pair) => pair.slice(key.length + 1));
  const isUnchanged = value === undefined ? values.length === 0 : values.includes(value);
  if (isUnchanged) return header;
  return value ? `${key}=${value}` : "";
}
