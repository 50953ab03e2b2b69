// @ts-check
// A layer around a Node request, whichever framework stands on it: the session is fetched, put where it is looked for, and sent with
// the head of the response.

import { ConfigError } from "../border/errors.js";
import { enter } from "../plug/layer.js";
import { beforeHead } from "./node_head.js";
import { NodeResponse } from "./node_headers.js";
import { sourceOf } from "./node_request.js";
import { beforeUpgrade } from "./node_upgrade.js";

/** @typedef {import("../plug/sessions.js").Sessions} Sessions */
/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {{ session: Session, isOutermost: boolean, forget(): void }} Layer */

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
  return typeof given?.then === "function" ? given.then(own) : own(given);
}

/**
 * Puts a session where it is looked for. Other libraries log out by setting null there: here it would be without effect.
 * @param {any} target a request, or a context @param {Session | (() => never)} session or who says that it is not there yet
 */
export function expose(target, session) {
  target[EXPOSED] = session;
  // The same functions each time: V8 then knows what such a request looks like.
  if (Object.getOwnPropertyDescriptor(target, "session")?.get !== ACCESSOR.get) Object.defineProperty(target, "session", ACCESSOR);
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
 * @param {{ fail: (error: unknown) => void, isUnexpected?: (status: number) => boolean }} framework what is told of a commit that
 * failed; and whether an answer of this status is one to something unexpected, where nobody else says so
 * @returns {((response?: any) => unknown) | undefined} commits before that, where the framework can take the error; nothing if an outer
 * layer does
 */
export function sendWith(sessions, layer, req, res, { fail, isUnexpected }) {
  if (!layer.isOutermost) return undefined;
  (req[LAYERS] ??= []).push(layer);
  const send = (/** @type {any} */ response) => {
    if (isUnexpected?.(response.status)) layer.forget();
    return sessions.send(layer.session, response);
  };
  const failed = (/** @type {unknown} */ error) => {
    // It would fail again with the answer to that.
    layer.forget();
    fail(error);
  };
  if (isResponse(res)) beforeHead(res, () => send(new NodeResponse(res)), failed);
  else beforeUpgrade(res, send, failed);
  return (response = res) => {
    try {
      const sent = /** @type {any} */ (send(new NodeResponse(response)));
      return typeof sent?.then === "function" ? sent.catch(undo) : sent;
    } catch (error) {
      return undo(error);
    }
  };

  /** @param {unknown} error @returns {never} */
  function undo(error) {
    layer.forget();
    throw error;
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
