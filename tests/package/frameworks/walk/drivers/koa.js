// @ts-check
// Koa, the newest and the one before.

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import Koa from "koa";
import Koa2 from "koa2";
import mount from "koa-mount";
import { session } from "waxseal/koa";
import { session as nodeSession } from "waxseal/node";
import { events, large, paused } from "./bodies.js";
import { listening, webSockets } from "./parts.js";

/** @typedef {import("../spec.js").AppSpec} AppSpec */

/** @param {AppSpec} spec @param {string} path @param {any} ctx */
async function answer({ routes }, path, ctx) {
  const route = routes[path];
  if (!route) return;
  const text = (await route.act?.(ctx.session)) ?? "";
  const own = route.answer;
  if (own.kind === "error") throw new Error("boom");
  if (own.kind === "denied") ctx.throw(403, "denied");
  if (own.kind === "text") {
    ctx.set(own.headers ?? {});
    ctx.status = own.status ?? 200;
    ctx.etag = "1";
    ctx.body = text;
  } else if (own.kind === "empty") ctx.status = own.status;
  else if (own.kind === "redirect") ctx.redirect(own.to);
  else if (own.kind === "cookies") {
    for (const cookie of own.cookies(text)) ctx.append("Set-Cookie", cookie);
    ctx.body = {};
  } else if (own.kind === "stream") {
    // Koa 2 leaves the response open for ever.
    ctx.body = Readable.from(paused(own.pieces)).on("error", () => ctx.res.destroy());
  } else if (own.kind === "large") ctx.body = large(own.bytes);
  else if (own.kind === "file") {
    ctx.length = statSync(own.path).size;
    ctx.body = createReadStream(own.path);
  } else if (own.kind === "events") {
    ctx.type = "text/event-stream";
    ctx.flushHeaders();
    ctx.body = Readable.from(events(own));
  }
}

/** @param {string} name @param {any} App @returns {import("../spec.js").Driver} */
const driver = (name, App) => ({
  name,
  start(spec) {
    const app = new App({ proxy: true });
    app.silent = true;
    app.use(async (/** @type {any} */ ctx, /** @type {any} */ next) => {
      try {
        await next();
      } catch (error) {
        ctx.status = /** @type {any} */ (error).status ?? 500;
        ctx.body = ctx.session ? spec.errorPage(ctx.session, ctx.path) : "sorry";
      }
    });
    app.use(session(spec.sessions, { skip: (ctx) => spec.skips(ctx.path) }));
    const inner = new App();
    inner.use((/** @type {any} */ ctx, /** @type {any} */ next) => (spec.around(ctx.session), next()));
    inner.use(session(spec.sessions));
    inner.use((/** @type {any} */ ctx) => answer(spec, `/inner${ctx.path}`, ctx));
    app.use(mount("/inner", inner));
    app.use((/** @type {any} */ ctx) => answer(spec, ctx.path, ctx));
    const server = createServer(app.callback());
    webSockets(server, nodeSession(spec.sessions, { skip: (req) => spec.skips(req.url) }), spec);
    return listening(server, { has: { socket: true, proxies: true } });
  },
});

export const koa3 = driver("Koa 3", Koa);
export const koa2 = driver("Koa 2", Koa2);
