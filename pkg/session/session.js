// @ts-check
// A session: the bytes that the core found, and what this request changed. The core puts the two together at the commit.

import { AlreadySentError, ConfigError, EncodeError } from "../border/errors.js";
import { kindOf, readOptions } from "../border/options.js";
import { Changes, Encoded, GONE, applied, isFound } from "./changes.js";
import { mapAt } from "./flat.js";
import { NOTE, OWNER, RESERVED, lifetimes, ownText, textOf } from "./own.js";
import { recordId, span } from "./life.js";
import { tellOfOthers } from "./elsewhere.js";
import { Kept, objectOf, valuesNow } from "./values.js";
import { given, givenValue } from "./development.js";
import { decode } from "../term/decode.js";
import { LEVELS, encode } from "../term/encode.js";
import { keysOf } from "../term/keys.js";
import { find } from "../term/skip.js";
import { TermMap } from "../term/term_map.js";
import { isWellFormed } from "../border/well_formed.js";

/**
 * What a session carries from fetch to commit.
 * @typedef {object} State
 * @property {Uint8Array} bytes the session's flat value: see `src/session/bytes.rs`
 * @property {Map<unknown, unknown> | undefined} values what a serializer of the user's decoded: of the flat value its header alone counts then
 * @property {Changes} changes what this request changed in it
 * @property {boolean} sent whether it was committed
 * @property {number} at when that was done, in milliseconds; 0 if the session has no times
 * @property {import("../store/site.js").Site} site the configuration it was fetched by
 * @property {unknown} owner the adapter, the store or the serializer that it came from
 * @property {"http" | "https" | undefined} scheme what conn says of it, if it says so
 * @property {boolean} https
 * @property {Uint8Array | string | undefined} secret conn's secret, if it was given one
 * @property {unknown} sid the sid of a store of the user's
 * @property {unknown} conn what was given to the user's store
 * @property {unknown} version the service's version of the record
 * @property {string | undefined} record the record's key in the service
 * @property {{ owner: string, created: number } | undefined} was whose it was when it was read, and when it began, of a cookie session that can be revoked
 * @property {boolean} used whether the session was looked at
 * @property {string} url the request's, if it is known
 * @property {number} began when it was fetched, as `tick` of `plug/constant.js` counts
 * @property {number} layers how many layers of code have this session in their hands
 * @property {boolean} answered whether it was committed by `send`
 * @property {import("./development.js").Given[]} [given] in development: what was read of it
 * @property {string | undefined} setCookie what was set at the commit
 * @property {((status?: number, base?: State) => void)[] | undefined} beforeSend what is called with the response's status, if it is known, and the session
 *   that the response carries, if it carries one, before the commit, the last first
 * @property {(() => void)[] | undefined} beforeForward what puts into the session what an app behind is to see, and is no change yet
 */

/** @type {(session: Session) => State} */
export let stateOf;

/** Marks sessions: those of another copy of this package have it, too. */
const SESSION = Symbol.for("waxseal.session");

/** Marks those that are read when somebody looks at them, likewise (`plug/lazy.js`). */
export const LAZY = Symbol.for("waxseal.lazy");

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Whether something that is no session of these has such a mark. @param {any} session @param {symbol} mark */
function isMarked(session, mark) {
  try {
    return session[mark] === true;
  } catch {
    return false;
  }
}

export class Session {
  /** @type {State} */
  #state;

  static {
    stateOf = (session) => {
      if (session === null || typeof session !== "object" || !(#state in session)) {
        if (isMarked(session, LAZY)) throw new ConfigError("session: got a lazy session, takes what its load() gives; or was it made by another copy of waxseal?");
        if (isMarked(session, SESSION)) throw new ConfigError("session: was made by another copy of waxseal: both sides must import the same one");
        throw new ConfigError("session: takes a Session that these sessions fetched (was its promise awaited?)");
      }
      return session.#state;
    };
    tellOfOthers(this.prototype);
  }

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {string} key @param {unknown} [fallback] */
  get(key, fallback) {
    const state = this.#read("get", key);
    const changed = state.changes.get(key);
    if (changed !== undefined) {
      if (changed === GONE) return fallback;
      if (changed instanceof Kept) return changed.value;
      return changed instanceof Encoded ? given(state, key, decode(changed.term, 0), changed.term, 0) : changed;
    }
    if (state.values) return state.values.has(key) ? givenValue(state, key, state.values.get(key)) : fallback;
    const at = find(state.bytes, mapAt(state.bytes), key);
    return at < 0 ? fallback : given(state, key, decode(state.bytes, at), state.bytes, at);
  }

  /** @param {string} key */
  has(key) {
    const state = this.#read("has", key);
    const changed = state.changes.get(key);
    if (changed !== undefined) return changed !== GONE;
    return state.values ? state.values.has(key) : find(state.bytes, mapAt(state.bytes), key) >= 0;
  }

  /** @param {string} key @param {unknown} value */
  put(key, value) {
    const { changes, site } = this.#write("put", key);
    if (key === RESERVED) throw new EncodeError(`session.put: the key ${RESERVED} is for the session's own times`);
    if (isPlain(value)) {
      changes.put(key, /** @type {any} */ (value));
      return this;
    }
    if (site.serializer) {
      changes.put(key, new Kept(value));
      return this;
    }
    const encoded = new Encoded(encode(value, putOf, key, site.otp25, LEVELS - 1));
    // Code of the user's in the value, such as a getter, may have committed the session meanwhile.
    this.#write("put", key).changes.put(key, encoded);
    return this;
  }

  /** @param {string} key */
  delete(key) {
    this.#write("delete", key).changes.delete(key);
    return this;
  }

  clear() {
    this.#open().changes.clear();
    return this;
  }

  /** @returns {string[]} */
  keys() {
    return keysNow(this.#used());
  }

  toObject() {
    const state = this.#used();
    if (state.site.serializer) return objectOf(valuesNow(state));
    const bytes = applied(state);
    return decode(bytes, mapAt(bytes));
  }

  /** JSON has no keys but strings: others are their names. */
  toJSON() {
    const all = this.toObject();
    return all instanceof Map ? TermMap.prototype.toJSON.call(all) : all;
  }

  /** @param {{ renew?: boolean, drop?: boolean, ignore?: boolean, maxAge?: number | null, idleTimeout?: number | null }} options */
  configure(options) {
    const given = readOptions("session.configure", options, CONFIGURE);
    for (const [name, value] of Object.entries(given)) {
      if (!LIFETIMES.includes(name) && typeof value !== "boolean") throw new ConfigError(`session.configure: ${name}: got ${kindOf(value)}, takes true or false`);
    }
    const stated = lifetimes(given.maxAge, given.idleTimeout);
    this.#configure(given);
    for (const [tag, value] of stated) this.#say(tag, value);
    return this;
  }

  /** @param {number} tag @param {Uint8Array} value */
  #say(tag, value) {
    const { changes, bytes } = this.#open();
    changes.state(tag, value, isFound(bytes));
  }

  renew() {
    return this.#configure({ renew: true });
  }

  drop() {
    return this.#configure({ drop: true });
  }

  ignore() {
    return this.#configure({ ignore: true });
  }

  /** @param {{ renew?: boolean, drop?: boolean, ignore?: boolean }} options */
  #configure(options) {
    this.#open().changes.configure(options);
    return this;
  }

  /** Notes at the commit that the session is in use, and sends its cookie again; of no session nothing. */
  touch() {
    const { changes, bytes } = this.#open();
    if (isFound(bytes)) changes.isTouched = true;
    return this;
  }

  /** The record's public id. */
  get id() {
    return recordId(this.#used());
  }

  /** Whether the request came without a session. */
  get isNew() {
    return !isFound(this.#used().bytes);
  }

  get createdAt() {
    return span(this.#used())[0];
  }

  get expiresAt() {
    return span(this.#used())[1];
  }

  /** Whose it is. */
  get owner() {
    return ownText(this.#used(), OWNER);
  }

  set owner(owner) {
    this.#sayText("owner", OWNER, owner);
  }

  /** What the app noted about it. */
  get note() {
    return ownText(this.#used(), NOTE);
  }

  set note(note) {
    this.#sayText("note", NOTE, note);
  }

  /** What it says already need not be written, unless a log-in follows. @param {string} name @param {number} tag @param {unknown} text */
  #sayText(name, tag, text) {
    const value = textOf(`session.${name}`, text);
    const state = this.#open();
    if (ownText(state, tag) !== (text ?? undefined)) this.#say(tag, value);
    else state.changes.say(tag, value);
  }

  get [SESSION]() {
    return true;
  }

  /** `console.log` in Node and Bun: keys and what is done with them, never a value. */
  [INSPECT]() {
    if (!(#state in this)) return "Session {}";
    const state = this.#state;
    const keys = keysNow(state).map((key) => JSON.stringify(key));
    const done = state.sent ? "committed" : DONE[state.changes.action];
    return `Session { keys: [${keys.join(", ")}], state: "${done}" }`;
  }

  /** The same in Deno. */
  [Symbol.for("Deno.customInspect")]() {
    return this[INSPECT]();
  }

  #used() {
    const state = this.#state;
    state.used = true;
    return state;
  }

  /** To be written to. */
  #open() {
    const state = this.#used();
    if (state.sent) throw alreadySent();
    return state;
  }

  /** @param {string} method @param {string} key @returns {State} */
  #read(method, key) {
    const state = this.#used();
    if (typeof key !== "string") throw new EncodeError(`session.${method}: the key is ${kindOf(key)}, takes a string`);
    if (!isWellFormed(key)) throw new EncodeError(`session.${method}: the key has half of a surrogate pair in it`);
    return state;
  }

  /** @param {string} method @param {string} key @returns {State} */
  #write(method, key) {
    this.#read(method, key);
    return this.#open();
  }
}

/** The call in errors. @param {string} key */
const putOf = (key) => `session.put(${JSON.stringify(key)})`;

/** Those that are strings. @param {State} state @returns {string[]} */
function keysNow(state) {
  if (state.site.serializer) return [...valuesNow(state).keys()].filter((key) => typeof key === "string");
  const bytes = applied(state);
  return keysOf(bytes, mapAt(bytes));
}

/** What `configure` takes. */
const LIFETIMES = ["maxAge", "idleTimeout"];
const CONFIGURE = ["renew", "drop", "ignore", ...LIFETIMES];

/** By the numbers of actions in `src/session/header.rs`. */
const DONE = ["unchanged", "changed", "dropped", "renewed", "ignored"];

/** `Plug.Conn.AlreadySentError`. */
export function alreadySent() {
  return new AlreadySentError("the session was already committed: write to it before the response is sent, and commit it once");
}

/** What can't change in its owner's hands, and is a term as it is. @param {unknown} value */
function isPlain(value) {
  if (typeof value === "string") return isWellFormed(value);
  return Number.isFinite(value) || typeof value === "boolean" || value === null;
}
