// @ts-check
// Hono: a middleware that puts the session under `c.get("session")` and sends it with the response.

import { ownOptions } from "./border/own.js";

/**
 * @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any }} [options]
 */
export function session(sessions, options = {}) {
  const { conn } = ownOptions("session", options);
  return async (/** @type {any} */ c, /** @type {() => Promise<void>} */ next) => {
    const session = await sessions.fetch(c.req.raw, typeof conn === "function" ? await conn(c) : conn);
    c.set("session", session);
    await next();
    // The handler threw, and what c holds is onError's answer: nothing is committed.
    if (c.error) return;
    const sent = await sessions.send(session, c.res);
    if (sent === c.res) return;
    // A copy, as of a response that came from elsewhere. Hono would lay the old one's cookies over the new one's.
    c.res = undefined;
    c.res = sent;
  };
}
