// @ts-check
// h3 2, and with it Nitro 3: a middleware that puts the session under `event.context.session` and sends it with the response.

import { ConfigError } from "./border/errors.js";
import { answerOf, isAnswer } from "./frameworks/h3_answer.js";
import { readConnOption } from "./plug/conn_option.js";
import { enter } from "./plug/layer.js";
import { varyByCookie } from "./plug/response.js";

/**
 * By context: the request as it came, as who limits its body, or caches, puts another in its place; and the layers, one for each cookie, as what
 * the inner one answered to an error is no error to the outer one.
 * @typedef {{ request: Request, layers: { forget(): void }[] }} Entry
 */
/** @type {WeakMap<object, Entry>} */
const entries = new WeakMap();

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (event: any) => boolean | Promise<boolean> }} [options] */
export function session(sessions, options = {}) {
  const { conn, skip } = readConnOption("session", options, sessions, ["skip"]);
  return async (/** @type {any} */ event, /** @type {() => any} */ next) => {
    if (typeof event?.req?.headers?.get !== "function" || typeof event.app?.fetch !== "function" || typeof next !== "function") {
      throw new ConfigError("session: waxseal/h3 is a middleware of h3 2: app.use(session(sessions)); for h3 1 (Nuxt 4) there is fromNodeMiddleware(session(sessions)), of waxseal/node");
    }
    if (skip && (await skip(event))) return next();
    /** @type {Entry} */
    const entry = entries.get(event.context) ?? { request: event.req, layers: [] };
    entries.set(event.context, entry);
    const layer = await enter(sessions, entry.request, typeof conn === "function" ? await conn(event) : conn);
    const forget = () => entry.layers.forEach((each) => each.forget());
    try {
      expose(event, layer.session);
      if (!layer.isOutermost) return await next();
      entry.layers.push(layer);
      const context = { waitUntil: (/** @type {Promise<unknown>} */ promise) => event.waitUntil(promise) };
      const send = async (/** @type {() => any} */ handler) => sessions.send(layer.session, await answerOf(event, handler, forget), context);
      try {
        return await send(next);
      } catch (failed) {
        // The commit did. What the app answers to that may write to the session again (`forget`, as it is no answer).
        return await send(() => {
          throw failed;
        });
      }
    } catch (error) {
      // What an inner layer lets through is answered by who is around it.
      if (layer.isOutermost || !isAnswer(error)) layer.forget();
      throw error;
    } finally {
      layer.leave();
    }
  };
}

/**
 * Who takes the session makes the page another one for another cookie. That is said at once, as caches of handlers hear it before the
 * response is there.
 * @param {any} event @param {import("./session/session.js").Session} session
 */
function expose(event, session) {
  Object.defineProperty(event.context, "session", {
    configurable: true,
    enumerable: true,
    get() {
      varyByCookie(event.res.headers);
      return session;
    },
    set() {
      throw new ConfigError("event.context.session: is not to be set: session.drop() logs out, session.clear() empties it");
    },
  });
}
