// @ts-check
// Node's own servers without a framework, Connect and Polka: they answer with Node's response itself.

import connect from "connect";
import createError from "http-errors";
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createServer2 } from "node:http2";
import { Readable } from "node:stream";
import polka from "polka";
import polka0 from "polka0";
import { session, sessionErrors } from "waxseal/node";
import { events, large, paused } from "./bodies.js";
import { listening, webSockets } from "./parts.js";

/** @typedef {import("../spec.js").AppSpec} AppSpec */
/** @typedef {import("../spec.js").Driver} Driver */

/** @param {AppSpec} spec @param {any} req @param {any} res @param {string} path */
async function answer({ routes }, req, res, path) {
  const route = routes[path];
  const text = (await route.act?.(req.session)) ?? "";
  const own = route.answer;
  if (own.kind === "error") throw new Error("boom");
  if (own.kind === "denied") throw createError(403, "denied");
  if (own.kind === "text") res.writeHead(own.status ?? 200, { "content-length": Buffer.byteLength(text), etag: '"1"', ...own.headers }).end(text);
  else if (own.kind === "empty") res.writeHead(own.status).end();
  else if (own.kind === "redirect") {
    res.statusCode = 302;
    res.setHeader("Location", own.to);
    res.end();
  } else if (own.kind === "cookies") {
    const [first, ...more] = own.cookies(text);
    // Each way there is.
    if (more.length === 0) res.setHeader("Set-Cookie", first);
    res.writeHead(200, more.flatMap((cookie) => ["Set-Cookie", cookie]).concat(more.length ? ["set-cookie", first] : []));
    res.end();
  } else if (own.kind === "stream") {
    for await (const piece of paused(own.pieces)) res.write(piece);
    res.end();
  } else if (own.kind === "large") large(own.bytes).pipe(res);
  else if (own.kind === "events") {
    res.setHeader("Content-Type", "text/event-stream");
    res.flushHeaders();
    Readable.from(events(own)).pipe(res);
  } else if (own.kind === "file") {
    res.setHeader("Content-Length", statSync(own.path).size);
    createReadStream(own.path).pipe(res);
  }
}

/** @param {AppSpec} spec @param {any} error @param {any} req @param {any} res */
function errorPage(spec, error, req, res) {
  res.statusCode = error.status ?? 500;
  res.end(req.session ? spec.errorPage(req.session, req.url) : "sorry");
}

/** What a server without a framework does with its middleware. @param {AppSpec} spec */
function handler(spec) {
  const [outer, inner] = [session(spec.sessions, { skip: (req) => spec.skips(req.url) }), session(spec.sessions)];
  const told = sessionErrors();
  return {
    withSession: outer,
    handle: (/** @type {any} */ req, /** @type {any} */ res) => outer(req, res, async (/** @type {any} */ error) => {
      const failed = (/** @type {any} */ error) => told(error, req, res, () => errorPage(spec, error, req, res));
      if (error) return failed(error);
      const go = () => answer(spec, req, res, req.url).catch(failed);
      if (!req.url.startsWith("/inner/")) return go();
      spec.around(req.session);
      return inner(req, res, go);
    }),
  };
}

/** @type {Driver} */
export const http = {
  name: "http",
  start(spec) {
    const { handle, withSession } = handler(spec);
    const server = createServer(handle);
    webSockets(server, withSession, spec);
    return listening(server, { has: { socket: true } });
  },
};

/** @type {Driver} */
export const http2 = {
  name: "http2",
  start: (spec) => listening(createServer2(handler(spec).handle), { isHttp2: true }),
};

/** @type {Driver} */
export const connect3 = {
  name: "Connect 3",
  start(spec) {
    const app = connect();
    const withSession = session(spec.sessions, { skip: (req) => spec.skips(req.originalUrl ?? req.url) });
    app.use(withSession);
    app.use("/inner", (req, _res, next) => (spec.around(/** @type {any} */ (req).session), next()));
    app.use("/inner", session(spec.sessions));
    for (const path of Object.keys(spec.routes)) app.use(path, (req, res, next) => void answer(spec, req, res, path).catch(next));
    app.use(sessionErrors());
    app.use((/** @type {any} */ error, /** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ _next) => {
      req.url = req.originalUrl;
      errorPage(spec, error, req, res);
    });
    const server = createServer(app);
    webSockets(server, withSession, spec);
    return listening(server, { has: { socket: true } });
  },
};

/** @param {string} name @param {any} create @returns {Driver} */
const polkas = (name, create) => ({
  name,
  start(spec) {
    const told = sessionErrors();
    const app = create({
      onError: (/** @type {any} */ error, /** @type {any} */ req, /** @type {any} */ res) => told(error, req, res, () => errorPage(spec, error, req, res)),
    });
    const withSession = session(spec.sessions, { skip: (req) => spec.skips(req.originalUrl ?? req.url) });
    app.use(withSession);
    app.use("/inner", (/** @type {any} */ req, /** @type {any} */ _res, /** @type {any} */ next) => (spec.around(req.session), next()), session(spec.sessions));
    for (const path of Object.keys(spec.routes)) {
      app.all(path, (/** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ next) => answer(spec, req, res, path).catch(next));
    }
    const server = createServer((req, res) => app.handler(req, res));
    webSockets(server, withSession, spec);
    return listening(server, { has: { socket: true } });
  },
});

export const polka1 = polkas("Polka 1.0.0-next", polka);
export const polka05 = polkas("Polka 0.5", polka0);
