// @ts-check
// A Response that is made once and handed out again and again: what is put on it for one request is for no other one. A copy goes out of
// one that has no body. Where that can't be told, it is remembered what was put on it.

import { deleteCookies, setCookiesOf } from "./answer.js";

/** @typedef {import("../session/session.js").State} State */

/** What was put on it, and when. @type {WeakMap<Response, Map<string, number>>} */
const marks = new WeakMap();

let ticks = 0;

/** What happens after something else has a higher number. */
export function tick() {
  return (ticks += 1);
}

export const { Bun, Deno } = /** @type {any} */ (globalThis);

/**
 * What the session's cookie is put on. Deno makes a stream of a body for whoever asks for it, and sends it without its length then: of one that
 * has a type it is not asked, as it has a body, as a rule. Bun sends an empty text again and again.
 * @param {Response} response @param {string} setCookie @returns {Response}
 */
export function ofThisRequest(response, setCookie) {
  if (response.status < 200) return response;
  const isTyped = Deno && response.status === 200 && response.headers.has("content-type");
  if (!isTyped && response.body === null) {
    // Next's has methods that are called on it still. What was built has no names.
    const { constructor: Own } = /** @type {any} */ (response);
    return new (typeof Own?.next === "function" ? Own : Response)(null, response);
  }
  if (isTyped || Bun) marks.set(response, (marks.get(response) ?? new Map()).set(setCookie, tick()));
  return response;
}

/**
 * Whether it is still to be sent: then it is an inner layer's, that has answered. Asked of those alone that have something put on them.
 * @param {Response} response
 */
function isToBeSent(response) {
  return !response.bodyUsed && (Bun ? Bun.peek(response.clone().text()) !== "" : response.body !== null);
}

/**
 * Without what sessions put on it that were sent before this one was fetched, if it may have been sent since: it has no body then, or could not be
 * sent again. What was put on it since is an inner layer's, perhaps of another Request.
 * @param {Response} response @param {State} state @returns {Response}
 */
export function withoutOthers(response, { began }) {
  const put = marks.get(response);
  const isOthers = (/** @type {string} */ header) => (put?.get(header) ?? began) < began;
  if (!put || !setCookiesOf(response.headers).some(isOthers) || isToBeSent(response)) return response;
  const copy = new Response(null, response);
  deleteCookies(copy.headers, isOthers);
  return copy;
}
