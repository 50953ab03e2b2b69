// @ts-check
// The one thing in which a runtime differs: browsers keep Cookie from requests that scripts make, and Set-Cookie from responses.

import { equal, fails } from "./check.js";
import { plainConfig } from "./cookie.js";

export const inBrowser = typeof document === "object";

/**
 * The Set-Cookie header that is sent with an answer of this status: by `send`, or where a browser forbids that by `headers`.
 * @param {any} sessions @param {any} session @param {number} status @returns {any} a header's text, undefined or null for none, or a promise of it
 */
export function setCookieOf(sessions, session, status) {
  const sent = inBrowser ? sessions.headers(session, { status }) : sessions.send(session, new Response(null, { status }));
  const header = (/** @type {any} */ sent) => (inBrowser ? sent.setCookie : sent.headers.getSetCookie()[0]);
  return typeof sent.then === "function" ? sent.then(header) : header(sent);
}

/** What stands for the groups send and handle there. @param {any} test @param {any} waxseal */
export async function refusesToSend(test, waxseal) {
  await test("the browser keeps Set-Cookie from responses, and send says so instead of losing it", async () => {
    equal(new Response(null, { headers: { "set-cookie": "a=b" } }).headers.has("set-cookie"), false, "the platform's rule");
    const sessions = waxseal.createSessions(plainConfig.sessions);
    const session = sessions.fetch("");
    session.put("a", 1);
    await fails(() => sessions.send(session, new Response("")), "ERR_CONFIG", "send");
    equal(typeof sessions.commit(session), "string", "the value is still to be had");
  });
}
