// @ts-check
// A session: its own bytes, and the methods that read and write them in the core.

import { call, readSession, wasm, writeMore, writeSession, writeText } from "./border.js";
import { ConfigError, EncodeError } from "./errors.js";

/**
 * What a session carries from fetch to commit.
 * @typedef {object} State
 * @property {Uint8Array} bytes the session's flat value
 * @property {import("./border.js").Site} site the configuration it was fetched by
 * @property {unknown} owner the adapter or the store that it came from
 * @property {boolean} https
 * @property {Uint8Array | string | undefined} secret conn's secret, if it was given one
 * @property {unknown} sid the sid of a store of the user's
 * @property {unknown} conn what was given to the user's store
 * @property {unknown} version the service's version of the record
 * @property {boolean} used whether the session was looked at
 */

/** @type {(session: Session) => State} */
export let stateOf;

export class Session {
  /** @type {State} */
  #state;

  static {
    stateOf = (session) => {
      if (!(session instanceof Session)) {
        throw new ConfigError("session: takes a Session that these sessions fetched (was its promise awaited?)");
      }
      return session.#state;
    };
  }

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {string} key @param {unknown} [fallback] */
  get(key, fallback) {
    const value = this.#read("get", key, (length) => wasm.get(length));
    return value === undefined ? fallback : value;
  }

  /** @param {string} key */
  has(key) {
    return this.#read("has", key, (length) => wasm.has(length));
  }

  /** @param {string} key @param {unknown} value */
  put(key, value) {
    if (typeof value === "string" && isWellFormed(value)) {
      const length = this.#enter("put", key, value);
      const more = writeMore(value, length);
      return this.#settle(call(() => wasm.put_text(length, more)));
    }
    if (Number.isFinite(value)) {
      return this.#write("put", key, (length) => wasm.put_number(length, /** @type {number} */ (value)));
    }
    return this.#write("put", key, (length) => wasm.put(this.#state.site.handle, length, value));
  }

  /** @param {string} key */
  delete(key) {
    return this.#write("delete", key, (length) => wasm.delete_key(length));
  }

  clear() {
    return this.#write("clear", "", () => wasm.clear());
  }

  /** @returns {string[]} */
  keys() {
    return this.#read("keys", "", () => wasm.keys());
  }

  toObject() {
    return this.#read("toObject", "", () => wasm.to_object());
  }

  toJSON() {
    return this.toObject();
  }

  /** @param {{ renew?: boolean, drop?: boolean, ignore?: boolean }} options */
  configure(options) {
    const takes = "takes { renew: true }, { drop: true } or { ignore: true }";
    if (options === null || typeof options !== "object" || Array.isArray(options)) {
      throw new ConfigError(`session.configure: ${takes}`);
    }
    for (const [name, value] of Object.entries(options)) {
      if (!["renew", "drop", "ignore"].includes(name) || (value !== undefined && typeof value !== "boolean")) {
        throw new ConfigError(`session.configure: ${name} is none of its options or no boolean; it ${takes}`);
      }
    }
    const { renew = false, drop = false, ignore = false } = options;
    return this.#write("configure", "", () => wasm.configure(renew, drop, ignore));
  }

  renew() {
    return this.configure({ renew: true });
  }

  drop() {
    return this.configure({ drop: true });
  }

  ignore() {
    return this.configure({ ignore: true });
  }

  /** @template T @param {string} method @param {string} key @param {(length: number) => T} read @returns {T} */
  #read(method, key, read) {
    const length = this.#enter(method, key);
    return call(() => read(length));
  }

  /** @param {string} method @param {string} key @param {(length: number) => number} write @returns {this} */
  #write(method, key, write) {
    return this.#settle(this.#read(method, key, write));
  }

  /** The key into the input and the session into the core. @param {string} method @param {string} key @param {string} [more] */
  #enter(method, key, more) {
    const state = this.#state;
    state.used = true;
    checkKey(method, key);
    writeSession(state.bytes);
    return writeText(key, more);
  }

  /** @param {number} length @returns {this} */
  #settle(length) {
    this.#state.bytes = readSession(length);
    return this;
  }
}

/** A lone surrogate has no UTF-8, and would silently become another key. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** @param {any} text @returns {boolean} */
function isWellFormed(text) {
  // Not yet in every browser.
  return text.isWellFormed ? text.isWellFormed() : !LONE_SURROGATE.test(text);
}

/** @param {string} method @param {unknown} key */
function checkKey(method, key) {
  if (typeof key !== "string") throw new EncodeError(`session.${method}: the key is ${describe(key)}, takes a string`);
  if (!isWellFormed(key)) throw new EncodeError(`session.${method}: the key has half of a surrogate pair in it`);
}

/** @param {unknown} value */
function describe(value) {
  return value === null ? "null" : typeof value;
}
