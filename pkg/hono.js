// @ts-check
// Hono: a middleware that puts the session under `c.get("session")` and sends it with the response.

import { ConfigError } from "./border/errors.js";
import { watchErrors } from "./frameworks/hono_error.js";
import { readConnOption } from "./plug/conn_option.js";
import { enter } from "./plug/layer.js";
import { answerOfThrown } from "./plug/thrown.js";

/** By context: the request as it came. Who limits its body puts another in its place. @type {WeakMap<object, Request>} */
const requests = new WeakMap();

/**
 * @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (c: any) => boolean | Promise<boolean> }} [options]
 */
export function session(sessions, options = {}) {
  const { conn, skip } = readConnOption("session", options, sessions, ["skip"]);
  return async (/** @type {any} */ c, /** @type {() => Promise<void>} */ next) => {
    if (typeof c?.req?.raw?.headers?.get !== "function" || typeof c.set !== "function" || typeof next !== "function") {
      throw new ConfigError("session: waxseal/hono is a middleware of Hono 4: app.use(session(sessions)); for Express and its like there is waxseal/node");
    }
    // What next() gives is no answer, and Hono would take it for one where there is none.
    if (skip && (await skip(c))) return void (await next());
    const isFirst = !requests.has(c);
    const request = requests.get(c) ?? c.req.raw;
    requests.set(c, request);
    const layer = await enter(sessions, request, typeof conn === "function" ? await conn(c) : conn);
    try {
      c.set("session", layer.session);
      // The outer one may be of what calls this app, and hears of no error.
      watchErrors(c, () => layer.forget());
      await next();
      // Of a handler that gave nothing Hono makes an error, when all of them are done; who asks for the response would be given one.
      if (c.finalized === false) return void (isFirst && layer.forget());
      if (!layer.isOutermost) return;
      const sent = await sessions.send(layer.session, c.res, contextOf(c));
      if (sent === c.res) return;
      // A copy, as of a response that came from elsewhere. Hono would lay the old one's cookies over the new one's.
      c.res = undefined;
      c.res = sent;
    } catch (error) {
      // What leaves the app so may be an answer to who is around it.
      if (layer.isOutermost || !answerOfThrown(error)) layer.forget();
      throw error;
    } finally {
      layer.leave();
    }
  };
}

/** Hono throws where there is none. @param {any} c */
function contextOf(c) {
  try {
    return c.executionCtx;
  } catch {
    return undefined;
  }
}
