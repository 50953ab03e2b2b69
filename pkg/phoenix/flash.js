// @ts-check
// The flash: messages that outlive a redirect, and not the page that shows them (Phoenix.Controller.fetch_flash/2).

import { sameBytes } from "../border/bytes.js";
import { core } from "../border/core.js";
import { ConfigError } from "../border/errors.js";
import { isMap } from "../border/is_map.js";
import { sessionOf } from "../session/behind.js";
import { isFound } from "../session/changes.js";
import { alreadySent, stateOf } from "../session/session.js";
import { Opaque } from "../term/classes.js";
import { mapAt } from "../session/flat.js";
import { decode } from "../term/decode.js";
import { LEVELS, encode } from "../term/encode.js";
import { find } from "../term/skip.js";
import { mapOf } from "../term/term_map.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../session/session.js").State} State */

const KEY = "phoenix_flash";

/** What `flash_at_send` says, in `src/phoenix/flash.rs`. */
const KEEP = 1;
const DELETE = 2;
const REDIRECT = 302;

/** @type {WeakMap<State, Flash>} */
const flashes = new WeakMap();

/** @param {Session} given @returns {Flash} the same one each time */
export function flash(given) {
  const session = sessionOf(given);
  const state = stateOf(session);
  let found = flashes.get(state);
  if (!found) {
    found = new Flash(session, state);
    flashes.set(state, found);
    const { atSend, atForward } = found;
    (state.beforeSend ??= []).push(atSend);
    (state.beforeForward ??= []).push(atForward);
  }
  return found;
}

class Flash {
  #session;
  #state;
  /** @type {Map<any, any>} */
  #messages;
  #found;
  #wasNil;
  #isKept = false;
  #isChanged = false;
  /** The kinds that somebody looked at. */
  #shown = new Set();
  /** Those that were put in this request, be it what stood there before. */
  #put = new Set();

  /** @param {Session} session @param {State} state */
  constructor(session, state) {
    this.#session = session;
    this.#state = state;
    const found = session.get(KEY) ?? null;
    this.#found = found;
    this.#wasNil = found === null;
    this.#messages = messagesOf(found);
  }

  /** @param {string} [kind] @returns {any} */
  get(kind) {
    for (const looked of kind === undefined ? this.#messages.keys() : [kind]) this.#shown.add(looked);
    if (kind !== undefined) return shown(this.#messages.get(kind) ?? null);
    return withKinds(this.#messages, shown);
  }

  /** @param {string} kind @param {unknown} message */
  put(kind, message) {
    if (typeof kind !== "string") throw new ConfigError(`flash.put: the kind is ${kind === null ? "null" : typeof kind}, takes a string`);
    this.#change();
    this.#messages.set(kind, this.#held(kind, message));
    this.#shown.delete(kind);
    this.#put.add(kind);
    return this;
  }

  clear() {
    this.#change();
    this.#messages.clear();
    this.#put.clear();
    return this;
  }

  /** Once more: for the next answer, too, whatever this one's status. */
  keep() {
    this.#change();
    this.#isKept = true;
    return this;
  }

  /** @param {string} kind @param {unknown} message */
  #held(kind, message) {
    const { site } = this.#state;
    // Values are the affair of a serializer of the user's.
    if (site.serializer) return message;
    // Here and now: what is no term is told at once, and what changes in its owner's hands does not change here.
    return new Held(encode(message, `flash.put(${JSON.stringify(kind)})`, kind, site.otp25, LEVELS - 2));
  }

  #change() {
    if (this.#state.sent) throw alreadySent();
    this.#isChanged = true;
  }

  /** What `send` does with it, which is told the response's status, and the session that the response carries, if it does. */
  atSend = (/** @type {number | undefined} */ given, /** @type {State | undefined} */ base) => {
    if (given === undefined) return this.#atCommit();
    const status = this.#isKept ? REDIRECT : given;
    return base === undefined ? this.#sweep(status) : this.#putOn(base, status);
  };

  /** The page that an app behind makes is the next one: what was put here it shows, what was cleared it doesn't. */
  atForward = () => {
    if (this.#isChanged) this.#sweep(REDIRECT);
  };

  /**
   * An app behind has a flash with a life of its own: what is put here goes beside what that app says, and what was only looked at here changes
   * nothing of it. Where that app left it as it was, it is looked after here.
   * @param {State} base @param {number} status
   */
  #putOn(base, status) {
    const there = isFound(base.bytes) ? foundIn(base) : this.#found;
    const isKept = core.flash_at_send(0, 0, status) === KEEP;
    if (isSame(there, this.#found)) {
      if (this.#isChanged || (isFound(base.bytes) && !isKept)) this.#sweep(status);
      return;
    }
    if (!this.#isChanged || !isKept) return;
    const [before, messages] = [messagesOf(this.#found), messagesOf(there)];
    for (const [kind, message] of before) {
      if (!this.#messages.has(kind) && isSame(message, messages.get(kind))) messages.delete(kind);
    }
    for (const [kind, message] of this.#messages) {
      if (this.#put.has(kind) || (this.#isKept && !messages.has(kind))) messages.set(kind, message);
    }
    this.#messages = messages;
    this.#sweep(status);
  }

  /** @param {number} status */
  #sweep(status) {
    const effect = core.flash_at_send(Number(this.#wasNil), Number(this.#messages.size === 0), status);
    if (effect === KEEP) this.#session.put(KEY, withKinds(this.#messages, written));
    if (effect === DELETE && !isStranger(this.#state)) this.#session.delete(KEY);
  }

  /**
   * Where nobody knows the status, React Router's own rule: a message is there until somebody looked at it. None is lost on its way to the page
   * that shows it, and none is shown twice.
   */
  #atCommit() {
    if (this.#isKept) return this.#sweep(REDIRECT);
    const left = new Map([...this.#messages].filter(([kind]) => !this.#shown.has(kind)));
    // What nobody touched is as it was.
    if (!this.#isChanged && left.size === this.#messages.size) return;
    this.#messages = left;
    this.#sweep(REDIRECT);
  }
}

/** A message that was put: one term with its version byte. */
class Held {
  /** @param {Uint8Array} term */
  constructor(term) {
    this.term = term;
  }
}

/** @param {any} message */
const shown = (message) => (message instanceof Held ? decode(message.term, 1) : message);
/** @param {any} message */
const written = (message) => (message instanceof Held ? new Opaque(message.term.subarray(1)) : message);

/** Kinds are strings; a session may hold others, which somebody else put there. @param {Map<any, any>} messages @param {(message: any) => any} as */
function withKinds(messages, as) {
  return mapOf([...messages].flatMap(([kind, message]) => [kind, as(message)]));
}

/** What stands in a session that a response carries. @param {State} base @returns {any} */
function foundIn({ bytes, values }) {
  if (values) return values.get(KEY) ?? null;
  const at = find(bytes, mapAt(bytes), KEY);
  return at < 0 ? null : decode(bytes, at);
}

/** @param {unknown} one @param {unknown} other what is no term is the same as nothing else */
function isSame(one, other) {
  try {
    return sameBytes(encode(one, "flash", "value"), encode(other, "flash", "value"));
  } catch {
    return one === other;
  }
}

/** Phoenix raises where no map stands: here that is an empty flash. @param {unknown} found @returns {Map<any, any>} */
function messagesOf(found) {
  if (isMap(found)) return new Map(found);
  return new Map(isObject(found) ? Object.entries(found) : []);
}

/** A map of a term's or of a serializer's, and no class such as Tuple. @param {unknown} value @returns {value is object} */
function isObject(value) {
  return value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** Nobody whom a session was given: they are not given one for what they were shown at once. @param {State} state */
function isStranger({ bytes, changes }) {
  return !isFound(bytes) && changes.isNone;
}
