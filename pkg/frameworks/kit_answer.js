// @ts-check
// What SvelteKit answers by itself where a hook redirects, and what is left of the session's cookie there.

import { setCookiesOf } from "../plug/answer.js";
import { sendBeside } from "./cookie_now.js";

/** @typedef {import("../session/session.js").Session} Session */

/** What a hook of the app's own throws, behind ours. @param {any} thrown */
export function isRedirect(thrown) {
  return !(thrown instanceof Error) && isRedirection(thrown?.status) && typeof thrown.location === "string";
}

/** @param {number} status */
const isRedirection = (status) => status >= 300 && status <= 308;

/**
 * SvelteKit answers to what was thrown by itself, with the event's cookies: ours is to be among them. What calls of the app's own endpoints
 * (`event.fetch`) set is among them already.
 * @param {any} sessions @param {Session} session @param {any} event
 * @param {Function} set that of `event.cookies`, of before the page was made: afterwards SvelteKit has one there that throws
 * @param {any} context the platform's
 */
export async function sendByEvent(sessions, session, { cookies, request }, set, context) {
  if (sessions.isSent(session)) return;
  const now = cookies.get(sessions.site.key, { decode: String });
  const cookie = await sendBeside(sessions, session, request.headers.get("cookie") ?? "", now, { waitUntil: waitUntilOf(context), status: 303 });
  // By default it would be Lax.
  if (cookie) set.call(cookies, cookie.name, cookie.value, { sameSite: undefined, ...cookie.attributes, encode: String });
}

/** @param {any} context @returns {((promise: Promise<unknown>) => void) | undefined} */
const waitUntilOf = (context) => (typeof context?.waitUntil === "function" ? (promise) => context.waitUntil(promise) : undefined);

/**
 * To a data request SvelteKit answers a hook's Response that redirects by JSON, without its cookies: with them, the same is answered here.
 * @param {Response} response @param {any} event @returns {Response}
 */
export function withCookies(response, { isDataRequest }) {
  const { status, headers } = response;
  const location = headers.get("location");
  if (!isDataRequest || !isRedirection(status) || location === null || !headers.has("set-cookie")) return response;
  const json = Response.json({ type: "redirect", status, location }, { headers: { "cache-control": "private, no-store" } });
  for (const cookie of setCookiesOf(headers)) json.headers.append("set-cookie", cookie);
  return json;
}
