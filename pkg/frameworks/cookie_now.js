// @ts-check
// A framework that has the request's cookies and those that were set since in two places: Next's `headers()` and `cookies()`, SvelteKit's
// `event.request` and `event.cookies`.

import { trimmed } from "../border/cookie_pairs.js";
import { setCookiesOf } from "../plug/answer.js";
import { attributesOf } from "../plug/set_cookie.js";

/** @typedef {import("../session/session.js").Session} Session */

/**
 * The Cookie header to read. As it came, with Plug's rule for two cookies of one name, unless the cookie was set or deleted since.
 * @param {string} header @param {string | undefined} value what the framework has under the name by now @param {string} key
 */
export function cookieNow(header, value, key) {
  // As the framework takes it apart: what Workers joined by a comma is one pair to it.
  const values = header.split(";").map(trimmed).filter((pair) => pair.startsWith(`${key}=`)).map((pair) => pair.slice(key.length + 1));
  const isUnchanged = value === undefined ? values.length === 0 : values.includes(value);
  if (isUnchanged) return header;
  return value ? `${key}=${value}` : "";
}

/**
 * Sends a session where a response is no Response, but what the framework has of its cookies: what was done to this cookie since is the newer truth.
 * Gives the cookie that is to be set, if one is.
 * @param {any} sessions @param {Session} session @param {string} header the Cookie header that the session was fetched of
 * @param {string | undefined} value what the framework has under the name by now @param {any} [context] the platform's
 */
export async function sendBeside(sessions, session, header, value, context) {
  const { key } = sessions.site;
  const now = cookieNow(header, value, key);
  const carried = now === header ? undefined : asSet(now, sessions.deletion(session));
  // An action's status is not known, and who redirects keeps the flash.
  if (carried === undefined) return sessions.cookie(session, context);
  const { headers } = await sessions.send(session, new Response(null, { status: 303, headers: { "set-cookie": carried } }), context);
  const set = setCookiesOf(headers).at(-1);
  return set === undefined || set === carried ? undefined : attributesOf(set);
}

/** As a response would carry it. @param {string} pair empty if it was deleted @param {string} deletion the header that deletes it */
function asSet(pair, deletion) {
  if (pair === "") return deletion;
  const { path, domain } = attributesOf(deletion).attributes;
  return `${pair}; path=${path}${domain ? `; domain=${domain}` : ""}`;
}
