// @ts-check
// What SvelteKit answers by itself where a hook redirects, and what is left of the session's cookie there.

import { attributesOf } from "../plug/set_cookie.js";
import { cookieNow } from "./cookie_now.js";

/** @typedef {import("../session/session.js").Session} Session */

/** What a hook of the app's own throws, behind ours. @param {any} thrown */
export function isRedirect(thrown) {
  return !(thrown instanceof Error) && isRedirection(thrown?.status) && typeof thrown.location === "string";
}

/** @param {number} status */
const isRedirection = (status) => status >= 300 && status <= 308;

/**
 * SvelteKit answers to what was thrown by itself, with the event's cookies: ours is to be among them. What calls of the app's own endpoints
 * (`event.fetch`) set is among them already, and is the newer truth.
 * @param {any} sessions @param {Session} session @param {any} event
 * @param {Function} set that of `event.cookies`, of before the page was made: afterwards SvelteKit has one there that throws
 * @param {any} context the platform's
 */
export async function sendByEvent(sessions, session, event, set, context) {
  if (sessions.isSent(session)) return;
  const carried = carriedBy(sessions, session, event);
  const { headers } = await sessions.send(session, new Response(null, { status: 303, headers: carried ? { "set-cookie": carried } : {} }), context);
  for (const header of headers.getSetCookie()) {
    const { name, value, attributes } = attributesOf(header);
    // By default it would be Lax.
    if (header !== carried) set.call(event.cookies, name, value, { sameSite: undefined, ...attributes, encode: String });
  }
}

/** The Set-Cookie of what was done to this cookie since the request came. @param {any} sessions @param {Session} session @param {any} event */
function carriedBy(sessions, session, { request, cookies }) {
  const { key } = sessions.site;
  const header = request.headers.get("cookie") ?? "";
  const now = cookieNow(header, cookies.get(key, { decode: String }), key);
  if (now === header) return undefined;
  const deletion = sessions.deletion(session);
  if (now === "") return deletion;
  const { path, domain } = attributesOf(deletion).attributes;
  return `${now}; path=${path}${domain ? `; domain=${domain}` : ""}`;
}

/**
 * To a data request SvelteKit answers a hook's Response that redirects by JSON, without its cookies: with them, the same is answered here.
 * @param {Response} response @param {any} event @returns {Response}
 */
export function withCookies(response, { isDataRequest }) {
  const { status, headers } = response;
  const location = headers.get("location");
  if (!isDataRequest || !isRedirection(status) || location === null || !headers.has("set-cookie")) return response;
  const json = Response.json({ type: "redirect", status, location }, { headers: { "cache-control": "private, no-store" } });
  for (const cookie of headers.getSetCookie()) json.headers.append("set-cookie", cookie);
  return json;
}
