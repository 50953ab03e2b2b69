// @ts-check
// Fastify, the newest and the one before, beside @fastify/cookie.

import cookie from "@fastify/cookie";
import websocket from "@fastify/websocket";
import fastify5 from "fastify";
import cookie4 from "fastify-cookie-4";
import fastify4 from "fastify4";
import createError from "http-errors";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { session } from "waxseal/fastify";
import { events, large, paused } from "./bodies.js";

/** @typedef {import("../spec.js").AppSpec} AppSpec */

/** @param {string} name @param {any} create @param {any[]} plugins @param {boolean} hasSockets @returns {import("../spec.js").Driver} */
const driver = (name, create, plugins, hasSockets) => ({
  name,
  async start(spec) {
    const app = create({ trustProxy: true, forceCloseConnections: true });
    for (const plugin of plugins) app.register(plugin);
    app.register(session(spec.sessions, { skip: (request) => spec.skips(request.url) }));
    app.setErrorHandler((/** @type {any} */ error, /** @type {any} */ request, /** @type {any} */ reply) => {
      reply.code(error.statusCode ?? 500).send(request.session ? spec.errorPage(request.session, request.url) : "sorry");
    });
    const routes = (/** @type {any} */ own, /** @type {(path: string) => boolean} */ isHere) => {
      for (const [path, { act, answer }] of Object.entries(spec.routes)) {
        if (!isHere(path)) continue;
        own.get(path, async (/** @type {any} */ request, /** @type {any} */ reply) => {
          const text = (await act?.(request.session)) ?? "";
          if (answer.kind === "error") throw new Error("boom");
          if (answer.kind === "denied") throw createError(403, "denied");
          if (answer.kind === "text") return reply.code(answer.status ?? 200).headers({ etag: '"1"', ...answer.headers }).send(text);
          if (answer.kind === "empty") return reply.code(answer.status).send();
          if (answer.kind === "redirect") return reply.redirect(answer.to);
          if (answer.kind === "cookies") {
            const cookies = answer.cookies(text);
            // By the plugin, and by hand.
            if (cookies.length > 1) reply.setCookie("a", "1", { path: "/" }).header("Set-Cookie", cookies[1]);
            else reply.header("Set-Cookie", cookies[0]);
            return {};
          }
          if (answer.kind === "stream") return reply.send(Readable.from(paused(answer.pieces)));
          if (answer.kind === "large") return reply.send(large(answer.bytes));
          if (answer.kind === "file") return reply.send(createReadStream(answer.path));
          if (answer.kind === "events") {
            // As there is no other way to flush a head.
            reply.hijack();
            reply.raw.setHeader("content-type", "text/event-stream");
            reply.raw.flushHeaders();
            Readable.from(events(answer)).pipe(reply.raw);
          }
          return reply;
        });
      }
    };
    routes(app, (path) => !path.startsWith("/inner/"));
    app.register(async (/** @type {any} */ inner) => {
      inner.addHook("onRequest", async (/** @type {any} */ request) => spec.around(request.session));
      inner.register(session(spec.sessions));
      routes(inner, (path) => path.startsWith("/inner/"));
    });
    if (hasSockets) {
      app.register(async (/** @type {any} */ own) => {
        own.addHook("preValidation", async (/** @type {any} */ request) => spec.socket(request.session, (message) => (request.said = message)));
        for (const path of ["/socket", "/skipped/socket"]) {
          own.get(path, { websocket: true }, (/** @type {any} */ socket, /** @type {any} */ request) => socket.send(request.said));
        }
      });
    }
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    return { url, has: { socket: hasSockets, proxies: true }, stop: () => app.close() };
  },
});

export const fastify_5 = driver("Fastify 5", fastify5, [cookie, websocket], true);
export const fastify_4 = driver("Fastify 4", fastify4, [cookie4], false);
