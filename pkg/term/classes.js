// @ts-check
// The terms of Erlang that JavaScript lacks.

import { bytesOf } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { TERM } from "./atom.js";

export { Atom } from "./atom.js";

/** A number to be written as a float even if it is whole: `new Float(1)` is 1.0. */
export class Float {
  /** @param {number} value */
  constructor(value) {
    /** @readonly */
    this.value = value;
    Object.freeze(this);
  }

  /** @returns {"float"} */
  get [TERM]() {
    return "float";
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

  /** However many there are: a call takes some 60,000 arguments at most. @param {Iterable<unknown>} items @returns {Tuple} */
  static from(items) {
    const tuple = Object.create(this.prototype);
    tuple.items = Object.freeze([...items]);
    return Object.freeze(tuple);
  }

  /** @returns {"tuple"} */
  get [TERM]() {
    return "tuple";
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

/** Of bytes that nobody else has, without a copy: of lists in lists, each with a tail, that would be one for each level. @type {(bytes: Uint8Array) => Opaque} */
export let opaqueOf;

const NONE = new Uint8Array(0);

/** A term to be moved about but not looked into: a bitstring, an improper list, a pid, a reference. */
export class Opaque {
  #bytes;

  static {
    opaqueOf = (bytes) => {
      // By `this`: a class that names itself is given another name by bundlers.
      const opaque = new this(NONE);
      opaque.#bytes = /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
      return opaque;
    };
  }

  /** @param {Uint8Array} bytes one term of the external term format, without its version byte */
  constructor(bytes) {
    const own = bytesOf(bytes);
    if (!own) throw new ConfigError("Opaque: takes a Uint8Array, one term without its version byte");
    this.#bytes = own;
    Object.freeze(this);
  }

  /** @returns {"opaque"} */
  get [TERM]() {
    return "opaque";
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
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this);
  }
}
