// @ts-check
// The terms of Erlang that JavaScript lacks.

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
    this.#bytes = bytes.slice();
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

/**
 * What a value is; the numbers are those of `Kind` in `src/wasm_term.rs`.
 * @param {any} value
 */
export function classify(value) {
  switch (typeof value) {
    case "boolean":
      return value ? 2 : 3;
    case "number":
      return 4;
    case "bigint":
      return 5;
    case "string":
      return 6;
    case "object":
      break;
    default:
      return 0;
  }
  if (value === null) return 1;
  if (Array.isArray(value)) return 8;
  if (value instanceof Uint8Array) return 7;
  if (value instanceof Map) return 9;
  if (value instanceof Atom) return 11;
  if (value instanceof Float) return 12;
  if (value instanceof Tuple) return 13;
  if (value instanceof Opaque) return 14;
  const prototype = Object.getPrototypeOf(value);
  // A plain object, of this realm or another.
  return prototype === null || Object.getPrototypeOf(prototype) === null ? 10 : 0;
}
