// @ts-check
// A Response that is made once and handed out again and again: what is put on it for one request is for no other one. A copy goes out of
// one that has no body. Where that can't be told, it is remembered what was put on it.

import { setCookiesOf } from "./answer.js";

/** @typedef {import("../session/session.js").State} State */

/** What was put on it, and when. @type {WeakMap<Response, { sent: number, setCookie: string }[]>} */
const marks = new WeakMap();

let ticks = 0;

/** What happens after something else has a higher number. */
export function tick() {
  return (ticks += 1);
}

const { Bun, Deno } = /** @type {any} */ (globalThis);

/**
 * Whether a Response may be sent again though it seems to have a body. Deno makes a stream of a body for whoever asks for it, and sends it
 * without its length then: of one that has a type it is not asked, as it has a body, as a rule. Bun sends an empty text again and again.
 * @param {Response} response
 */
function isUnsure({ status, headers }) {
  return Bun !== undefined || (Deno !== undefined && status === 200 && headers.has("content-type"));
}

/**
 * What the session's cookie is put on.
 * @param {Response} response @param {string} setCookie @returns {Response}
 */
export function ofThisRequest(response, setCookie) {
  if (response.status < 200) return response;
  const unsure = isUnsure(response);
  if (!(Deno && unsure) && response.body === null) {
    // Next's has methods that are called on it still. What was built has no names.
    const { constructor: Own } = /** @type {any} */ (response);
    return new (typeof Own?.next === "function" ? Own : Response)(null, response);
  }
  if (unsure) marks.set(response, [...marks.get(response) ?? [], { sent: tick(), setCookie }]);
  return response;
}

/**
 * Without what sessions put on it that were sent before this one was fetched: it has no body, or could not be sent again. What was put on it
 * since is an inner layer's, perhaps of another Request.
 * @param {Response} response @param {State} state @returns {Response}
 */
export function withoutOthers(response, { began }) {
  const others = marks.get(response)?.filter(({ sent }) => sent < began) ?? [];
  if (others.length === 0) return response;
  const put = new Set(others.map(({ setCookie }) => setCookie));
  const copy = new Response(null, response);
  copy.headers.delete("set-cookie");
  for (const header of setCookiesOf(response.headers)) if (!put.has(header)) copy.headers.append("set-cookie", header);
  return copy;
}
