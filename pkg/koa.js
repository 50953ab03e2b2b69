// @ts-check
// Koa: a middleware that puts the session under `ctx.session` and sends it with the response.

import { ConfigError } from "./border/errors.js";
import { isHttpError } from "./frameworks/http_error.js";
import { checkSessions, enterNode, expose, exposed, sendWith } from "./frameworks/node_layer.js";
import { readConnOption } from "./plug/conn_option.js";

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (ctx: any) => boolean | Promise<boolean>, isAnswer?: (error: any) => boolean }} [options] */
export function session(sessions, options = {}) {
  checkSessions("session", sessions);
  const { conn, skip, isAnswer = isHttpError } = readConnOption("session", options, sessions, ["skip", "isAnswer"]);
  if (typeof isAnswer !== "function") throw new ConfigError("session: isAnswer takes a function (error) => boolean");
  return async (/** @type {any} */ ctx, /** @type {() => Promise<void>} */ next) => {
    if (typeof ctx?.onerror !== "function") throw new ConfigError("session: waxseal/koa is for Koa: for Express and its like there is waxseal/node");
    if (skip && (await skip(ctx))) return next();
    if (ctx.headerSent) throw new ConfigError("session: the response was sent before the middleware was reached: app.use(session(sessions)) before what answers");
    if (exposed(ctx) === undefined && "session" in ctx) {
      throw new ConfigError("session: there is a ctx.session of another middleware, such as koa-session: use one of the two");
    }
    const layer = await enterNode(sessions, ctx.req, conn, ctx);
    expose(ctx, layer.session);
    const sending = sendWith(sessions, layer, ctx.req, ctx.res, (error) => ctx.onerror(error));
    // Who was answered by others, or who answers past Koa, is not ours to answer.
    const isOurs = () => sending && ctx.respond !== false && !ctx.headerSent && !ctx.res.writableEnded;
    try {
      await next();
    } catch (error) {
      // What answers to it may still write to the session: it goes with the head.
      if (!isAnswer(error)) layer.forget();
      // To a client that has gone away Koa writes none.
      else if (isOurs() && !ctx.writable) await sending?.commit();
      throw error;
    }
    if (isOurs()) await sending?.commit();
  };
}
