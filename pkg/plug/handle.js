// @ts-check
// `sessions.handle`: the outermost layer of a fetch handler, which fetches the session and sends it with whatever is answered.

import { ConfigError } from "../border/errors.js";
import { readConnOption } from "./conn_option.js";
import { enter } from "./layer.js";
import { answerOfThrown } from "./thrown.js";
import { isUpgraded, keepUpgraded } from "./upgraded.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("./sessions.js").Conn} Conn */

/**
 * The handler that a Worker exports, around the one that is given the session.
 * @param {import("./sessions.js").Sessions} sessions
 * @param {(request: Request, session: Session, ...rest: any[]) => Response | Promise<Response>} handler
 * @param {{ conn?: Conn | ((request: Request, ...rest: any[]) => Conn | Promise<Conn>), skip?: (request: Request, ...rest: any[]) => boolean | Promise<boolean> }} [options]
 */
export function handlerOf(sessions, handler, options = {}) {
  const { conn, skip } = readConnOption("handle", options, sessions, ["skip"]);
  if (typeof handler !== "function") throw new ConfigError("handle: takes a function (request, session, …) => Response");
  return async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
    if (skip && (await skip(request, ...rest))) return answerOf(() => handler(request, /** @type {any} */ (undefined), ...rest));
    const layer = await enter(sessions, request, typeof conn === "function" ? await connOf(conn, request, rest) : conn);
    try {
      const response = await answerOf(() => handler(request, layer.session, ...rest));
      if (!layer.isOutermost) return response;
      if (isUpgraded(response)) return await keepUpgraded(sessions, layer.session);
      return await sessions.send(layer.session, response, rest.find((given) => typeof given?.waitUntil === "function"));
    } catch (error) {
      layer.forget();
      throw error;
    } finally {
      layer.leave();
    }
  };
}

/** An answer that was thrown is an answer. @param {() => any} handler @returns {Promise<any>} */
async function answerOf(handler) {
  try {
    return await handler();
  } catch (thrown) {
    const answer = answerOfThrown(thrown);
    if (answer) return answer;
    throw thrown;
  }
}

/** @param {Function} conn @param {Request} request @param {unknown[]} rest */
async function connOf(conn, request, rest) {
  try {
    return await conn(request, ...rest);
  } catch (cause) {
    if (rest.length > 0 || !(cause instanceof TypeError)) throw cause;
    // A WorkerEntrypoint's fetch is given the request alone.
    throw new ConfigError("handle: conn failed, and the handler was called with the request alone: in a WorkerEntrypoint write fetch(request) { return handler(request, this.env, this.ctx); }", { cause });
  }
}
