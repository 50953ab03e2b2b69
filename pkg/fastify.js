// @ts-check
// Fastify: a plugin that puts the session under `request.session` and sends it with the reply; with what is written past the reply, too.

import { ConfigError } from "./border/errors.js";
import { isHttpError } from "./frameworks/http_error.js";
import { checkSessions, enterNode, expose, forget, sendWith } from "./frameworks/node_layer.js";
import { readConnOption } from "./plug/conn_option.js";

/** On an instance that has such a plugin, and on those below it. */
const OURS = Symbol("waxseal/fastify");

/** @typedef {(error?: Error | null, payload?: unknown) => void} Done */

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (request: any) => boolean | Promise<boolean>, isAnswer?: (error: any) => boolean }} [options] */
export function session(sessions, options = {}) {
  checkSessions("session", sessions);
  const { conn, skip, isAnswer = isExpected } = readConnOption("session", options, sessions, ["skip", "isAnswer"]);
  if (typeof isAnswer !== "function") throw new ConfigError("session: isAnswer takes a function (error) => boolean");
  return Object.assign(plugin, {
    // For the instance that registers it, and not for one of its own; and Fastify says so if it is of another version.
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "waxseal/fastify",
    [Symbol.for("plugin-meta")]: { name: "waxseal/fastify", fastify: "4.x || 5.x" },
  });

  /** @param {any} fastify */
  async function plugin(fastify) {
    /** What commits a request's session. @type {WeakMap<object, { commit(response: any): unknown }>} */
    const sendings = new WeakMap();
    if (!fastify[OURS]) {
      if (fastify.hasRequestDecorator("session")) {
        throw new ConfigError("session: there is a request.session of another plugin, such as @fastify/session: use one of the two");
      }
      fastify.decorateRequest("session", null);
      fastify[OURS] = true;
    }
    fastify.addHook("onRequest", async (/** @type {any} */ request, /** @type {any} */ reply) => {
      if (skip && (await skip(request))) return;
      const { raw } = request;
      const layer = await enterNode(sessions, raw, conn, request);
      expose(request, layer.session);
      const fail = (/** @type {unknown} */ error) => {
        request.log.error(error);
        reply.raw.end();
      };
      // What is hijacked, or written to reply.raw.
      const sending = sendWith(sessions, layer, raw, reply.raw, fail);
      if (sending) sendings.set(request, sending);
      // What a WebSocket's library writes.
      if (raw.headers.upgrade && fastify.server.listenerCount("upgrade") > 0) {
        sendWith(sessions, layer, raw, reply.raw.socket, (error) => request.log.error(error));
      }
    });
    fastify.addHook("onError", async (/** @type {any} */ request, /** @type {any} */ _reply, /** @type {any} */ error) => {
      if (!isAnswer(error)) forget(request.raw);
    });
    // By a callback: a hook that is a promise is over later than a handler that sent its reply and did not return it, and Fastify sends again.
    fastify.addHook("onSend", (/** @type {any} */ request, /** @type {any} */ reply, /** @type {any} */ payload, /** @type {Done} */ done) => {
      const sending = sendings.get(request);
      if (!sending) return done();
      const before = isResponse(payload) && reply.getHeaders();
      const body = before ? unwrapped(reply, payload) : payload;
      const failed = (/** @type {any} */ error) => {
        // Another answer than this one goes out.
        if (before) restore(reply, before);
        done(error);
      };
      let committed;
      try {
        committed = /** @type {any} */ (sending.commit(headersOf(reply)));
      } catch (error) {
        return failed(error);
      }
      if (typeof committed?.then !== "function") return done(null, body);
      const unlock = lock(reply);
      committed.then(() => {
        unlock();
        try {
          done(null, body);
        } catch (error) {
          // What Fastify itself refuses then, as it does where a hook is a promise.
          done(/** @type {Error} */ (error));
        }
      }, (/** @type {unknown} */ error) => {
        unlock();
        failed(error);
      });
    });
  }
}

/** While the store is waited for, the reply is sent to whoever asks. @param {any} reply @returns {() => void} undoes it */
function lock(reply) {
  Object.defineProperty(reply, "sent", { configurable: true, value: true });
  return () => delete reply.sent;
}

/** A reply has headers of its own until it is written. @param {any} reply */
function headersOf(reply) {
  return {
    statusCode: reply.statusCode,
    getHeader: (/** @type {string} */ name) => reply.getHeader(name),
    // Of Set-Cookie it would keep the others, too.
    setHeader: (/** @type {string} */ name, /** @type {any} */ value) => void reply.removeHeader(name).header(name, value),
    removeHeader: (/** @type {string} */ name) => void reply.removeHeader(name),
  };
}

/** As Fastify asks; of one that was read already it says so. @param {any} payload */
function isResponse(payload) {
  return Object.prototype.toString.call(payload) === "[object Response]" && !payload.bodyUsed;
}

/**
 * Fastify would put a Response's headers on the reply after this, and a session's cookie among them is the newer truth.
 * @param {any} reply @param {Response} response
 */
function unwrapped(reply, { status, headers, body }) {
  reply.code(status);
  for (const [name, value] of headers) reply.header(name, value);
  return body;
}

/** @param {any} reply @param {Record<string, any>} headers those that there were */
function restore(reply, headers) {
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
  reply.headers(headers);
}

/** Fastify's own refusals, as of a body that its schema refuses, are answers; its other errors tell of mistakes in the app. @param {any} error */
function isExpected(error) {
  return isHttpError(error) || (/^FST_/.test(error?.code) && error.statusCode < 500);
}
