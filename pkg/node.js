// @ts-check
// Node's servers: a middleware for Express, Connect, Polka and a bare http or http2 server.

import { ConfigError } from "./border/errors.js";
import { isPromise, readOptions } from "./border/options.js";
import { isHttpError } from "./frameworks/http_error.js";
import { checkSessions, enterNode, expose, exposed, forget, isResponse, sendWith } from "./frameworks/node_layer.js";
import { readConnOption } from "./plug/conn_option.js";

/** Whether the app says which errors were not expected. */
let isTold = false;

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any, skip?: (req: any) => boolean | Promise<boolean> }} [options] */
export function session(sessions, options = {}) {
  checkSessions("session", sessions);
  const { conn, skip } = readConnOption("session", options, sessions, ["skip"]);
  return (/** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ next) => {
    checkCall(req, res, next);
    const skips = skip?.(req);
    // One that is no Promise of JavaScript's own may give nothing for its `then`.
    if (isPromise(skips)) return Promise.resolve(skips).then((is) => (is ? next() : start(req, res, next)), next);
    return skips ? next() : start(req, res, next);
  };

  /** @param {any} req @param {any} res @param {any} next */
  function start(req, res, next) {
    const wrong = whyNot(req, res);
    if (wrong) return next(new ConfigError(wrong));
    let entered;
    try {
      entered = enterNode(sessions, req, conn, req);
    } catch (error) {
      return next(error);
    }
    if (!("then" in entered)) return begin(sessions, entered, req, res, next);
    // An outer layer's is there.
    const isFirst = exposed(req) === undefined;
    if (isFirst) expose(req, notYet);
    return entered.then((layer) => begin(sessions, layer, req, res, next), (error) => {
      if (isFirst) expose(req, /** @type {any} */ (undefined));
      return next(error);
    });
  }
}

/** @param {import("./plug/sessions.js").Sessions} sessions @param {import("./frameworks/node_layer.js").Layer} layer @param {any} req @param {any} res @param {any} next */
function begin(sessions, layer, req, res, next) {
  expose(req, layer.session);
  sendWith(sessions, layer, req, res, next, isUnexpected);
  return next();
}

/** Where the app does not say it. @param {number} status */
function isUnexpected(status) {
  return !isTold && status === 500;
}

/** @param {{ isAnswer?: (error: any) => boolean }} [options] */
export function sessionErrors(options = {}) {
  const { isAnswer = isHttpError } = readOptions("sessionErrors", options, ["isAnswer"]);
  if (typeof isAnswer !== "function") throw new ConfigError("sessionErrors: isAnswer takes a function (error) => boolean");
  isTold = true;
  // Express and Connect know a handler of errors by its four parameters.
  return (/** @type {any} */ error, /** @type {any} */ req, /** @type {any} */ _res, /** @type {any} */ next) => {
    if (!isAnswer(error)) forget(req);
    return next(error);
  };
}

/** @returns {never} */
function notYet() {
  throw new ConfigError("req.session: the store has not answered yet: read it in what session(sessions) calls next; whoever is before it must call next() once");
}

/** @param {any} req @param {any} res @param {unknown} next */
function checkCall(req, res, next) {
  if (typeof req?.headers?.get === "function") throw new ConfigError("session: got a Request; for a fetch handler there is sessions.handle");
  if (typeof req?.headers === "object" && (isResponse(res) || typeof res?.write === "function") && typeof next === "function") return;
  throw new ConfigError("session: its middleware takes (request, response, next): app.use(session(sessions))");
}

/** @param {any} req @param {any} res @returns {string | undefined} */
function whyNot(req, res) {
  if (res.headersSent || res.writableEnded) {
    return "session: the response was sent before the middleware was reached: app.use(session(sessions)) before what answers, and whoever answers must not call next()";
  }
  const ours = exposed(req);
  if (typeof ours === "function" || req.session === ours) return undefined;
  return "session: there is a req.session of another middleware, such as express-session: use one of the two";
}
