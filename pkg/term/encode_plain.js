// @ts-check
// What nearly all sessions hold, written fast: text, numbers, lists, objects and bytes, by recursion, into a buffer that is used again. Whatever
// else a value holds is left to the encoder (encoder.js), which begins anew: it knows all terms, nests deep, and says what is wrong and where.

import { bytesOf } from "../border/bytes.js";
import { isWellFormed } from "../border/well_formed.js";
import { isByteList } from "./leaves.js";
import { inOrder } from "./order.js";
import { BINARY, LIST, MAP, NIL, STRING, VERSION, putPlain } from "./scalars.js";
import { Writer } from "./writer.js";

/** So many levels are written by recursion, and so many values: what has more is rare, and no faster here. */
const SHALLOW = 64;
const FEW = 10_000;

/** @type {Plain | undefined} */
let spare;

/**
 * What was read of lists and objects, as a getter gives something else the next time: for a list its items, for an object key, value, key, value.
 * @typedef {Map<unknown, readonly unknown[]>} Reads
 */

/** One term with its version byte; of what is not plain what was read of it. @param {unknown} value @param {boolean} otp25 @returns {Uint8Array | Reads} */
export function encodePlain(value, otp25) {
  const plain = spare ?? new Plain();
  // Code of the user's, such as a getter, may come back here.
  spare = undefined;
  try {
    return plain.write(value, otp25) ?? plain.reads();
  } catch (error) {
    if (error instanceof Thrown) throw error.value;
    // A Proxy that was revoked: the encoder meets it again.
    return plain.reads();
  } finally {
    plain.forget();
    if (plain.isSmall) spare = plain;
  }
}

/** What a getter threw. */
class Thrown {
  /** @param {unknown} value */
  constructor(value) {
    this.value = value;
  }
}

class Plain {
  #writer = new Writer();
  #otp25 = false;
  #left = 0;
  /** What was read: what it was read of, the keys (of a list none), the values. @type {any[]} */
  #read = [];

  /** Whether its buffer is worth keeping. */
  get isSmall() {
    return this.#writer.length < 0x10000;
  }

  /** @returns {Reads} */
  reads() {
    /** @type {Reads} */
    const reads = new Map();
    for (let at = 0; at < this.#read.length; at += 3) {
      const [of, keys, values] = this.#read.slice(at, at + 3);
      reads.set(of, keys ? keys.flatMap((/** @type {string} */ key, /** @type {number} */ index) => [key, values[index]]) : values);
    }
    return reads;
  }

  /** Nothing of a value is held on to. */
  forget() {
    this.#read.length = 0;
  }

  /** What stands under these names, or numbers. @param {any} of @param {readonly string[] | undefined} keys @param {number} count @returns {unknown[]} */
  #values(of, keys, count) {
    /** @type {unknown[]} */
    const values = [];
    try {
      for (let at = 0; at < count; at += 1) values.push(keys === undefined ? of[at] : of[keys[at]]);
    } catch (error) {
      throw new Thrown(error);
    }
    this.#read.push(of, keys, values);
    return values;
  }

  /** @param {unknown} value @param {boolean} otp25 */
  write(value, otp25) {
    this.#otp25 = otp25;
    this.#left = FEW;
    this.#writer.length = 0;
    this.#writer.byte(VERSION);
    return this.#one(value, SHALLOW) ? this.#writer.written.slice() : undefined;
  }

  /** @param {any} value @param {number} levels that may follow @returns {boolean} whether it is plain */
  #one(value, levels) {
    this.#left -= 1;
    if (this.#left < 0) return false;
    switch (typeof value) {
      case "string":
        if (!isWellFormed(value)) return false;
        break;
      case "number":
        if (!Number.isFinite(value)) return false;
        break;
      case "boolean":
        break;
      case "object":
        if (value === null) break;
        return levels > 0 && this.#object(value, levels - 1);
      default:
        return false;
    }
    putPlain(this.#writer, value, this.#otp25);
    return true;
  }

  /** @param {any} value @param {number} levels */
  #object(value, levels) {
    if (Array.isArray(value)) return this.#list(value, levels);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#map(value, levels);
    const bytes = bytesOf(value);
    if (!bytes) return false;
    this.#writer.tagged(BINARY, bytes.length);
    this.#writer.bytes(bytes);
    return true;
  }

  /** @param {unknown[]} list @param {number} levels */
  #list(list, levels) {
    const length = Number(list.length);
    if (length > this.#left) return false;
    // Read once, and by number: a getter gives something else the next time, and a list has any iterator.
    const items = this.#values(list, undefined, length);
    const count = items.length;
    if (count > 0 && count < 0x10000 && isByteList(items)) {
      this.#writer.bytes([STRING, count >> 8, count & 0xff]);
      this.#writer.bytes(items.map(Number));
      return true;
    }
    if (count > 0) this.#writer.tagged(LIST, count);
    for (let at = 0; at < count; at += 1) if (!this.#one(items[at], levels)) return false;
    this.#writer.byte(NIL);
    return true;
  }

  /** @param {Record<string, unknown>} object @param {number} levels */
  #map(object, levels) {
    const keys = inKnownOrder(Object.keys(object));
    if (!keys) return false;
    if (keys.length > this.#left) return false;
    const values = this.#values(object, keys, keys.length);
    this.#writer.tagged(MAP, keys.length);
    for (let at = 0; at < keys.length; at += 1) {
      this.#writer.counted(BINARY, keys[at]);
      if (!this.#one(values[at], levels)) return false;
    }
    return true;
  }
}

/** The last objects' keys, of each number of them, as they came and in order: the same ones come again. Names alone, and never a value. */
const LONGEST = 32;
/** @type {{ given: string[], sorted: string[] }[]} */
const known = [];

/** @param {string[]} keys @returns {string[] | undefined} undefined where a name is no text */
function inKnownOrder(keys) {
  const { length } = keys;
  const last = known[length];
  if (last !== undefined && isSame(last.given, keys)) return last.sorted;
  if (!keys.every(isWellFormed)) return undefined;
  const given = keys.slice();
  inOrder(keys);
  if (length <= LONGEST) known[length] = { given, sorted: keys };
  return keys;
}

/** @param {string[]} one @param {string[]} other as many */
function isSame(one, other) {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
