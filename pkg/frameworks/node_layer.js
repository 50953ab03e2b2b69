// @ts-check
// A layer around a Node request, whichever framework stands on it: the session is fetched, put where it is looked for, and sent with
// the head of the response.

import { ConfigError } from "../border/errors.js";
import { isPromise } from "../border/options.js";
import { enter } from "../plug/layer.js";
import { beforeHead } from "./node_head.js";
import { NodeResponse } from "./node_headers.js";
import { sourceOf } from "./node_request.js";
import { beforeUpgrade } from "./node_upgrade.js";

/** @typedef {import("../plug/sessions.js").Sessions} Sessions */
/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {{ session: Session, isOutermost: boolean, forget(): void, close(): void }} Layer */

/** On a request: its layers, one for each cookie. A property costs less than a WeakMap, and is the same for each of the subpaths. */
const LAYERS = Symbol.for("waxseal.layers");

/** On a request, or a context: its session, or who says that it is not there yet. */
const EXPOSED = Symbol.for("waxseal.exposed");

/** @param {string} call @param {any} sessions */
export function checkSessions(call, sessions) {
  if (typeof sessions?.fetch === "function" && typeof sessions.send === "function") return;
  throw new ConfigError(`${call}: takes what createSessions made: app.use(${call}(sessions))`);
}

/**
 * Enters a layer, at once if the store has nothing to wait for.
 * @param {Sessions} sessions @param {any} req @param {any} conn @param {any} context the framework's own: `conn` is called with it, and it
 * knows the protocol
 * @returns {Layer | Promise<Layer>}
 */
export function enterNode(sessions, req, conn, context) {
  const given = typeof conn === "function" ? conn(context) : conn;
  const own = (/** @type {any} */ conn) => enter(sessions, sourceOf(req, context.protocol), conn);
  return isPromise(given) ? Promise.resolve(given).then(own) : own(given);
}

/**
 * Puts a session where it is looked for. Other libraries log out by setting null there: here it would be without effect.
 * @param {any} target a request, or a context @param {Session | (() => never)} session or who says that it is not there yet
 */
export function expose(target, session) {
  const isThere = target[EXPOSED] !== undefined;
  target[EXPOSED] = session;
  // The same functions each time: V8 then knows what such a request looks like.
  if (!isThere) Object.defineProperty(target, "session", ACCESSOR);
}

/** What was put there by us. @param {any} target @returns {Session | (() => never) | undefined} */
export function exposed(target) {
  return target[EXPOSED];
}

const ACCESSOR = {
  configurable: true,
  enumerable: true,
  /** @this {any} */
  get() {
    const session = this[EXPOSED];
    return typeof session === "function" ? session() : session;
  },
  set: refuse,
};

function refuse() {
  throw new ConfigError("session: is not to be set, by a log-out or by another library: session.drop() logs out, session.clear() empties it");
}

/**
 * Sends the session with the response, or with what is written to the socket of an upgrade.
 * @param {Sessions} sessions @param {Layer} layer @param {any} req @param {any} res
 * @param {(error: unknown) => void} fail is told of a commit that failed @param {(status: number) => boolean} [isUnexpected] whether an answer
 * of this status is one to something unexpected, where nobody else says so
 * @returns {Sending | undefined} nothing if an outer layer does, or it was answered already
 */
export function sendWith(sessions, layer, req, res, fail, isUnexpected) {
  if (!layer.isOutermost) return undefined;
  // While the store was waited for.
  if (res.headersSent || res.writableEnded) return void layer.close();
  (req[LAYERS] ??= []).push(layer);
  const sending = new Sending(sessions, layer, res, fail, isUnexpected);
  if (isResponse(res)) beforeHead(res, sending);
  else beforeUpgrade(res, sending);
  return sending;
}

class Sending {
  #sessions;
  #layer;
  #res;
  #fail;
  #isUnexpected;

  /** @param {Sessions} sessions @param {Layer} layer @param {any} res @param {(error: unknown) => void} fail @param {((status: number) => boolean) | undefined} isUnexpected */
  constructor(sessions, layer, res, fail, isUnexpected) {
    this.#sessions = sessions;
    this.#layer = layer;
    this.#res = res;
    this.#fail = fail;
    this.#isUnexpected = isUnexpected;
  }

  /** With the head of a response, or of what stands for one. @param {any} response */
  send(response) {
    if (this.#isUnexpected?.(response.status)) this.#layer.forget();
    return this.#sessions.sendNow(this.#layer.session, response);
  }

  /** With the response itself. */
  sendHead() {
    return this.send(new NodeResponse(this.#res));
  }

  /** The commit failed. @param {unknown} error */
  failed(error) {
    // It would fail again with the answer to that.
    this.#layer.forget();
    this.#fail(error);
  }

  /** Before the head, where the framework can take the error. @param {any} [response] its own */
  commit(response = this.#res) {
    const undo = (/** @type {unknown} */ error) => {
      this.#layer.forget();
      throw error;
    };
    try {
      const sent = /** @type {any} */ (this.send(new NodeResponse(response)));
      return typeof sent.then === "function" ? sent.catch(undo) : sent;
    } catch (error) {
      return undo(error);
    }
  }
}

/** A response; a socket has no headers. @param {any} res */
export function isResponse(res) {
  return typeof res?.writeHead === "function";
}

/** Something unexpected was thrown: of what was done so far nothing is committed. @param {any} req */
export function forget(req) {
  for (const layer of req[LAYERS] ?? []) layer.forget();
}
