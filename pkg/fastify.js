// @ts-check
// Fastify: a plugin that puts the session under `request.session` and sends it with the reply; with what is written past the reply, too.

import { ConfigError } from "./border/errors.js";
import { isHttpError } from "./frameworks/http_error.js";
import { checkSessions, enterNode, expose, forget, sendWith } from "./frameworks/node_layer.js";
import { readConnOption } from "./plug/conn_option.js";

/** On an instance that has such a plugin, and on those below it. */
const OURS = Symbol("waxseal/fastify");

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
    fastify.addHook("onSend", async (/** @type {any} */ request, /** @type {any} */ reply, /** @type {any} */ payload) => {
      const sending = sendings.get(request);
      if (!sending || !isResponse(payload)) return void (await sending?.commit(headersOf(reply)));
      const before = reply.getHeaders();
      const body = unwrapped(reply, payload);
      try {
        await sending.commit(headersOf(reply));
      } catch (error) {
        // Another answer than this one goes out.
        restore(reply, before);
        throw error;
      }
      return body;
    });
  }
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
