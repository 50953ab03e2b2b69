// @ts-check
// The terms of Erlang that JavaScript lacks.

import { bytesOf } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";

/** An atom other than nil, true and false, which are null, true and false. */
export class Atom {
  /** @param {string} name */
  constructor(name) {
    /** @readonly */
    this.name = name;
    Object.freeze(this);
  }

  toString() {
    return `:${this.name}`;
  }

  toJSON() {
    return this.name;
  }
}

/** A number to be written as a float even if it is whole: `new Float(1)` is 1.0. */
export class Float {
  /** @param {number} value */
  constructor(value) {
    /** @readonly */
    this.value = value;
    Object.freeze(this);
  }

  valueOf() {
    return this.value;
  }

  toJSON() {
    return this.value;
  }
}

/** A tuple. */
export class Tuple {
  /** @param {...unknown} items */
  constructor(...items) {
    /** @readonly @type {readonly unknown[]} */
    this.items = Object.freeze(items);
    Object.freeze(this);
  }

  get length() {
    return this.items.length;
  }

  [Symbol.iterator]() {
    return this.items[Symbol.iterator]();
  }

  toJSON() {
    return this.items;
  }
}

/** A term to be moved about but not looked into: a bitstring, an improper list, a pid, a reference. */
export class Opaque {
  #bytes;

  /** @param {Uint8Array} bytes one term of the external term format, without its version byte */
  constructor(bytes) {
    const own = bytesOf(bytes);
    if (!own) throw new ConfigError("Opaque: takes a Uint8Array, one term without its version byte");
    this.#bytes = own;
    Object.freeze(this);
  }

  /** The term's bytes, a copy. */
  get bytes() {
    return this.#bytes.slice();
  }
}

/** A serializer's payload: bytes that print as their text, so that `JSON.parse` takes them as they are. */
export class Payload extends Uint8Array {
  static get [Symbol.species]() {
    return Uint8Array;
  }

  toString() {
    return new TextDecoder().decode(this);
  }
}
