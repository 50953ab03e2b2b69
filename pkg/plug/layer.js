// @ts-check
// A layer of code around a request: a Worker, a framework's middleware, a sub-app. Of several that have one session the outermost
// sends it.

import { forget } from "../session/changes.js";
import { Session, stateOf } from "../session/session.js";

/**
 * Enters a layer: fetches the request's session, or takes the one that an outer layer has. `leave` is called when the layer is done,
 * whatever came of it; `forget` when it threw what is no answer: then nothing is committed of what was done so far.
 * A promise of it, if the store has something to wait for.
 * @param {import("./sessions.js").Sessions} sessions @param {unknown} source @param {import("./sessions.js").Conn} [conn]
 */
export function enter(sessions, source, conn) {
  const session = sessions.fetch(source, conn);
  if (session instanceof Session) return begin(session);
  // Another copy's sessions give what is none of ours: that is said.
  return typeof session?.then === "function" ? session.then(begin) : begin(/** @type {any} */ (session));
}

/** @param {Session} session */
function begin(session) {
  return new Layer(session);
}

class Layer {
  #state;

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.#state = stateOf(session);
    this.isOutermost = this.#state.layers === 0;
    this.#state.layers += 1;
  }

  leave() {
    this.#state.layers -= 1;
  }

  forget() {
    forget(this.#state);
  }

  /** It was answered without this session, such as by who limits the time: what is put is too late, and says so. */
  close() {
    this.#state.sent = true;
  }
}
