// @ts-check
// Express, the newest and the oldest that is supported.

import createError from "http-errors";
import express from "express";
import express4 from "express4";
import { createServer } from "node:http";
import { Readable, pipeline } from "node:stream";
import { session, sessionErrors } from "waxseal/node";
import { events, large, paused } from "./bodies.js";
import { listening, webSockets } from "./parts.js";

/** @param {string} name @param {any} create @returns {import("../spec.js").Driver} */
const driver = (name, create) => ({
  name,
  start(spec) {
    const app = create();
    app.set("trust proxy", "loopback");
    const withSession = session(spec.sessions, { skip: (req) => spec.skips(req.originalUrl ?? req.url) });
    app.use(withSession);
    const inner = create.Router();
    inner.use((/** @type {any} */ req, /** @type {any} */ _res, /** @type {any} */ next) => (spec.around(req.session), next()));
    inner.use(session(spec.sessions));
    app.use("/inner", inner);
    for (const [path, { act, answer }] of Object.entries(spec.routes)) {
      app.get(path, async (/** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ next) => {
        try {
          const text = (await act?.(req.session)) ?? "";
          if (answer.kind === "error") throw new Error("boom");
          if (answer.kind === "denied") throw createError(403, "denied");
          if (answer.kind === "text") res.status(answer.status ?? 200).set(answer.headers ?? {}).send(text);
          else if (answer.kind === "empty") res.status(answer.status).end();
          else if (answer.kind === "redirect") res.redirect(answer.to);
          else if (answer.kind === "cookies") {
            for (const cookie of answer.cookies(text)) res.append("Set-Cookie", cookie);
            res.json({});
          } else if (answer.kind === "stream") pipeline(Readable.from(paused(answer.pieces)), res, () => {});
          else if (answer.kind === "large") large(answer.bytes).pipe(res);
          else if (answer.kind === "file") res.sendFile(answer.path);
          else if (answer.kind === "events") {
            res.type("text/event-stream").flushHeaders();
            for await (const event of events(answer)) res.write(event);
            res.end();
          }
        } catch (error) {
          next(error);
        }
      });
    }
    app.use(sessionErrors());
    app.use((/** @type {any} */ error, /** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ _next) => {
      res.status(error.status ?? 500).send(req.session ? spec.errorPage(req.session, req.path) : "sorry");
    });
    const server = createServer(app);
    webSockets(server, withSession, spec);
    return listening(server, { has: { socket: true, proxies: true } });
  },
});

export const express5 = driver("Express 5", express);
export const express4_ = driver("Express 4", express4);
