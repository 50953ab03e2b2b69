// @ts-check
// What a request changed in its session, and the operations by which the core does the same (`applied` in `src/wasm/session.rs`).

import { call, core, readSession, writeBytes } from "../border/core.js";
import { Kept } from "./values.js";
import { putPlain } from "../term/scalars.js";
import { Writer } from "../term/writer.js";

/** @typedef {import("../term/scalars.js").Plain} Plain */

/** A key that was deleted. */
export const GONE = Symbol("gone");

/** A value that may change in its owner's hands, and so was encoded when it was put. */
export class Encoded {
  /** @param {Uint8Array} bytes one term with its version byte */
  constructor(bytes) {
    this.term = bytes.subarray(1);
  }
}

export class Changes {
  /** @type {Map<string, Plain | Encoded | Kept | typeof GONE> | undefined} */
  #values;
  #isCleared = false;
  /** The last configuration: "r"enew, "x" for drop, "i"gnore. */
  #configured = "";
  #isPutAfterDrop = false;
  /** What an app behind was shown (`forward`), as it is since: the keys, and whether the session was cleared before. @type {Set<string> | undefined} */
  #shown;
  #isClearShown = false;
  /** What the session is to say of itself: entries by their tags (`own.js`). @type {Map<number, Uint8Array> | undefined} */
  #own;
  /** Texts that this request said, and that were so already: they hold where the session's life begins with it. @type {Map<number, Uint8Array> | undefined} */
  #said;
  /** Whether that was stated of a session that there is, which is written for it. */
  #isOwnWritten = false;
  /** Whether the session's use is to be noted, and its cookie sent again. */
  isTouched = false;
  /** The time before which no life begins with this request, in milliseconds. */
  earliest = 0;

  /** Whether there is nothing to do, but perhaps to touch. */
  get isNone() {
    return this.#values === undefined && this.#configured === "" && !this.#isOwnWritten;
  }

  /** What `before_send` will do: an action's number, as in `src/session/header.rs`. */
  get action() {
    if (this.#configured !== "") return { r: 3, x: 2, i: 4 }[this.#configured] ?? 0;
    return this.isNone ? 0 : 1;
  }

  /** The same on a session that there is, though there was none when this was stated. */
  get actionOnFound() {
    return this.action === 0 && this.#own !== undefined ? 1 : this.action;
  }

  /** Whether the session's life begins with this request: it is cleared and renewed. */
  get begins() {
    return (this.#isCleared || this.#isClearShown) && this.#configured === "r";
  }

  /** @param {number} tag @returns {Uint8Array | undefined} what this request states; empty if it takes away what there was */
  stated(tag) {
    return this.#own?.get(tag) ?? (this.begins ? this.#said?.get(tag) : undefined);
  }

  /** Whether the session is to say something of itself. */
  get statesOwn() {
    return this.#own !== undefined;
  }

  /** @param {number} tag @param {Uint8Array} value @param {boolean} isFound whether there is a session */
  state(tag, value, isFound) {
    this.#own ??= new Map();
    this.#own.set(tag, value);
    this.#isOwnWritten ||= isFound;
  }

  /** @param {number} tag @param {Uint8Array} text that is so already */
  say(tag, text) {
    this.#said ??= new Map();
    this.#said.set(tag, text);
  }

  /** Whether the session is to be dropped. */
  get isDrop() {
    return this.#configured === "x";
  }

  /** Whether it was emptied for this request alone, as for one that may be forged. */
  get isSetAside() {
    return this.#isCleared && this.#configured === "i";
  }

  /** Whether an app behind was shown it so: what that one answers is of the same request. */
  get isShownAside() {
    return this.isSetAside && this.#isClearShown;
  }

  /** Whether something was put after the session was dropped, and so is lost. */
  get isLost() {
    return this.isDrop && this.#isPutAfterDrop;
  }

  /** @param {string} key @returns {Plain | Encoded | Kept | typeof GONE | undefined} undefined if it is as it was */
  get(key) {
    const value = this.#values?.get(key);
    return value === undefined && this.#isCleared ? GONE : value;
  }

  /** @param {string} key @param {Plain | Encoded | Kept} value */
  put(key, value) {
    this.#values ??= new Map();
    this.#values.set(key, value);
    this.#shown?.delete(key);
    if (this.#configured === "x") this.#isPutAfterDrop = true;
  }

  /** @param {string} key */
  delete(key) {
    this.#values ??= new Map();
    // A key that is put again after this is a new one, and comes last.
    this.#values.delete(key);
    this.#values.set(key, GONE);
    this.#shown?.delete(key);
  }

  clear() {
    this.#values = new Map();
    this.#isCleared = true;
    this.#shown = undefined;
    this.#isClearShown = false;
  }

  /** An app behind was given the session as it is now. */
  show() {
    this.#shown = new Set(this.#values?.keys());
    this.#isClearShown = this.#isCleared;
  }

  /**
   * What is left to be put on the answer of an app that was shown these: who knew of a change has the last word about its key.
   * @param {string[]} before the keys that the request came with
   * @param {(key: string) => boolean} isAsItCame whether the answer has for a key what the request came with
   * @param {(key: string) => boolean} isThere whether the answer has a value for a key
   * @returns {Changes}
   */
  after(before, isAsItCame, isThere) {
    const left = this.copy();
    // It is a session that there is, though there may have been none when that was stated.
    left.#isOwnWritten = left.statesOwn;
    if (!this.#shown || this.isNone) return left;
    const values = (left.#values ??= new Map());
    const shown = new Set(this.#shown);
    for (const key of this.#isClearShown ? before : []) {
      if (values.has(key)) continue;
      values.set(key, GONE);
      shown.add(key);
    }
    // Of what is cleared after that nothing is shown: it came back above.
    left.#isCleared = false;
    if ([...shown].every(isAsItCame)) return left;
    for (const key of shown) if (isThere(key)) values.delete(key);
    return left;
  }

  /** The same, to be changed apart. @returns {Changes} */
  copy() {
    const copy = new Changes();
    copy.#values = this.#values && new Map(this.#values);
    copy.#isCleared = this.#isCleared;
    copy.#configured = this.#configured;
    copy.#isPutAfterDrop = this.#isPutAfterDrop;
    copy.#shown = this.#shown && new Set(this.#shown);
    copy.#isClearShown = this.#isClearShown;
    copy.#own = this.#own && new Map(this.#own);
    copy.#said = this.#said && new Map(this.#said);
    copy.#isOwnWritten = this.#isOwnWritten;
    copy.isTouched = this.isTouched;
    copy.earliest = this.earliest;
    return copy;
  }

  /** In one call `renew` goes before `drop`, and `drop` before `ignore`. @param {{ renew?: boolean, drop?: boolean, ignore?: boolean }} options */
  configure({ renew, drop, ignore }) {
    if (renew) this.#configured = "r";
    else if (drop) this.#configured = "x";
    else if (ignore) this.#configured = "i";
  }

  /** The same on values that are no terms. @param {ReadonlyMap<unknown, unknown>} values @returns {Map<unknown, unknown>} */
  on(values) {
    const now = new Map(this.#isCleared ? [] : values);
    for (const [key, value] of this.#values ?? []) {
      if (value === GONE) now.delete(key);
      else now.set(key, value instanceof Kept ? value.value : value);
    }
    return now;
  }

  /** @param {boolean} otp25 how atoms are written @param {boolean} [areValuesOurs] whether the values are terms @returns {Uint8Array} good until the next call */
  operations(otp25, areValuesOurs = true) {
    writer.length = 0;
    if (this.#isCleared) operation("c", "", GONE, otp25);
    for (const [key, value] of (areValuesOurs && this.#values) || []) operation(value === GONE ? "d" : "p", key, value, otp25);
    for (const [tag, value] of (this.begins && this.#said) || []) operation("o", String(tag), value, otp25);
    for (const [tag, value] of this.#own ?? []) operation("o", String(tag), value, otp25);
    if (this.isTouched) operation("t", "", GONE, otp25);
    if (this.earliest > 0) operation("b", "", new Uint8Array(new BigUint64Array([BigInt(this.earliest)]).buffer), otp25);
    if (this.#configured) operation(this.#configured, "", GONE, otp25);
    return writer.written;
  }
}

/** As if nothing had been done. @param {import("./session.js").State} state */
export function forget(state) {
  state.changes = new Changes();
}

const writer = new Writer();

/** @param {string} letter @param {string} key @param {Plain | Encoded | Kept | Uint8Array | typeof GONE} value bytes go as they are @param {boolean} otp25 */
function operation(letter, key, value, otp25) {
  writer.text(letter);
  const keyLength = writer.gap();
  const valueLength = writer.gap();
  writer.fill(keyLength, writer.text(key));
  const start = writer.length;
  if (value instanceof Encoded) writer.bytes(value.term);
  else if (value instanceof Uint8Array) writer.bytes(value);
  else if (value !== GONE) putPlain(writer, /** @type {Plain} */ (value), otp25);
  writer.fill(valueLength, writer.length - start);
}

/**
 * The session and its operations into the input.
 * @param {import("./session.js").State} state @returns {[session: number, operations: number]} their lengths
 */
export function writeSession({ bytes, changes, site }) {
  const operations = changes.operations(site.otp25, !site.serializer);
  writeBytes(bytes, operations);
  return [bytes.length, operations.length];
}

/** The session as it is now. @param {import("./session.js").State} state @returns {Uint8Array} */
export function applied(state) {
  if (state.changes.isNone && !state.changes.isTouched) return state.bytes;
  const [session, operations] = writeSession(state);
  return readSession(call(core.apply, session, operations));
}

/** In a session's third byte: a key opened it that is rotated out (`src/session/bytes.rs`). */
export const ROTATED = 8;

/** What `log` is told of a session, if anything. @param {Uint8Array} session its flat value @returns {number | string | undefined} */
export function noticed(session) {
  return session[3] || (session[2] & ROTATED ? "rotated" : undefined);
}

/** Whether a store found one: none has a sid, and of what could not be had there is a reason. @param {Uint8Array} session its flat value */
export function isFound(session) {
  return session[1] > 0 && session[3] === 0;
}

/** Of `Reason` in `src/error.rs`. */
const EXPIRED = 10;
export const REVOKED = 15;

/** Whether a key opened it, and its time is over or it was revoked. @param {Uint8Array} session its flat value */
export function isOver(session) {
  return session[3] === EXPIRED || session[3] === REVOKED;
}

/**
 * Whether an app behind is to see nothing of a session whose cookie is an id and says nothing of what was changed: it may know of no such end.
 * @param {import("./session.js").State} state
 */
export function isHidden({ bytes, changes }) {
  return changes.isDrop || changes.isSetAside || isOver(bytes);
}

/** Whether its store knows when it began and was used: it noted that (`src/store/times.rs`). @param {Uint8Array} session its flat value */
export function hasTimes(session) {
  return (session[6] | session[7]) !== 0;
}

/** Whether its store will know after this request: it is new, had times, or is given some. @param {{ bytes: Uint8Array, changes: Changes }} state */
export function mayHaveTimes({ bytes, changes }) {
  return !isFound(bytes) || hasTimes(bytes) || changes.statesOwn;
}
