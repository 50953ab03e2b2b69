// @ts-check
// A value written as a term. A loop with a stack of its own: no value can overflow the stack.

import { bytesOf } from "../border/bytes.js";
import { isMap } from "../border/is_map.js";
import { TERM } from "./atom.js";
import { EncodeError } from "../border/errors.js";
import { isByteList, putAtomOf, putBigintOf, putFloatOf, putOpaque, putPlainOf } from "./leaves.js";
import { inOrder } from "./order.js";
import { BINARY, LIST, MAP, NIL, STRING, VERSION } from "./scalars.js";
import { Wrong, describe } from "./wrong.js";
import { Writer } from "./writer.js";

const SMALL_TUPLE = 104;
const LARGE_TUPLE = 105;

/** `DEPTH` and `NODES` in `src/term/decode.rs`. */
export const LEVELS = 2048;
const VALUES = 100_000;

/**
 * A container that is being written, its items flat: a map's are key, value, key, value. `at` is after the one that is written.
 * @typedef {{ of: "list" | "tuple" | "object" | "map", value: unknown, items: readonly unknown[], at: number, start: number }} Frame
 */

export class Encoder {
  writer = new Writer();
  /** @type {Frame[]} */
  open = [];
  /** False where the core is to put a map's keys in order, or an Opaque is in it. */
  plain = true;
  #values = 0;

  /**
   * @param {boolean} otp25 @param {number} levels how many the value may nest
   * @param {import("./encode_plain.js").Reads} reads what was read of it already
   * @param {(term: Uint8Array, otp25: boolean) => unknown} [checkMap] throws an EncodeError for a map that can't be written
   */
  constructor(otp25, levels, reads, checkMap) {
    this.reads = reads;
    this.otp25 = otp25;
    this.levels = levels;
    this.checkMap = checkMap;
    this.writer.byte(VERSION);
  }

  /** @param {unknown} value */
  write(value) {
    this.#one(value);
    for (let frame = this.open.at(-1); frame; frame = this.open.at(-1)) {
      if (frame.at < frame.items.length) this.#one(frame.items[frame.at++]);
      else this.#leave(frame);
    }
  }

  /** @param {any} value */
  #one(value) {
    this.#values += 1;
    this.#checkCount();
    switch (typeof value) {
      case "string":
      case "number":
      case "boolean":
        return putPlainOf(this.writer, value, this.otp25);
      case "bigint":
        return putBigintOf(this.writer, value);
      case "object":
        return value === null ? putPlainOf(this.writer, value, this.otp25) : this.#object(value);
      default:
        throw new Wrong(`is ${describe(value)}`);
    }
  }

  #checkCount(more = 0) {
    if (this.#values + more > VALUES) throw new Wrong(`holds more than ${VALUES} values`, true);
  }

  /** @param {any} value */
  #object(value) {
    if (isArray(value)) return this.#list(value);
    const prototype = Object.getPrototypeOf(value);
    // A plain object, of this realm or another.
    if (prototype === null || prototype === Object.prototype) return this.#map("object", value, Object.keys(value), (key) => value[key]);
    const bytes = bytesOf(value);
    if (bytes) {
      this.writer.tagged(BINARY, bytes.length);
      return this.writer.bytes(bytes);
    }
    if (value instanceof Map) return this.#map("map", value, keysOf(value), (key) => value.get(key));
    switch (value[TERM]) {
      case "atom":
        return putAtomOf(this.writer, value.name, this.otp25);
      case "float":
        return putFloatOf(this.writer, value.value);
      case "tuple":
        return this.#tuple(value);
      case "opaque":
        this.plain = false;
        return putOpaque(this.writer, bytesOfOpaque(value));
    }
    if (Object.getPrototypeOf(prototype) !== null) {
      // Asked last, as it takes an exception to find out.
      if (isMap(value)) return this.#map("map", value, keysOf(value), (key) => value.get(key));
      throw new Wrong(`is ${describe(value)}`);
    }
    return this.#map("object", value, Object.keys(value), (key) => value[key]);
  }

  /** @param {unknown[]} list */
  #list(list) {
    const items = this.#itemsOf(list);
    this.#enter("list", list, items);
    // After its items comes NIL, which is all of an empty one.
    if (items.length === 0) return undefined;
    if (items.length >= 0x10000 || !isByteList(items)) return this.writer.tagged(LIST, items.length);
    this.open.pop();
    this.#values += items.length;
    this.writer.bytes([STRING, items.length >> 8, items.length & 0xff]);
    return this.writer.bytes(items.map(Number));
  }

  /** As they are now: code of the user's may change them meanwhile. And the length first, as a sparse array has any. @param {unknown[]} list */
  #itemsOf(list) {
    const known = this.reads.get(list);
    if (known) return known;
    const length = Number(list.length);
    this.#checkCount(length);
    const items = [];
    for (let at = 0; at < length; at += 1) items.push(list[at]);
    this.reads.set(list, items);
    return items;
  }

  /** @param {import("./classes.js").Tuple} tuple */
  #tuple(tuple) {
    if (!isArray(tuple.items)) throw new Wrong("is a Tuple that no constructor made: it has no items");
    const items = this.#itemsOf(tuple.items);
    this.#enter("tuple", tuple, items);
    if (items.length < 256) this.writer.bytes([SMALL_TUPLE, items.length]);
    else this.writer.tagged(LARGE_TUPLE, items.length);
  }

  /** @param {"map" | "object"} of @param {object} value @param {any[]} keys @param {(key: any) => unknown} get */
  #map(of, value, keys, get) {
    if (!inOrder(keys)) this.plain = false;
    const items = this.reads.get(value) ?? keys.flatMap((key) => [key, get(key)]);
    this.reads.set(value, items);
    this.#enter(of, value, items);
    this.writer.tagged(MAP, items.length / 2);
  }

  /** @param {Frame["of"]} of @param {unknown} value @param {readonly unknown[]} items */
  #enter(of, value, items) {
    // An empty one is no level, as in Erlang.
    if (this.open.length >= this.levels && items.length > 0) throw new Wrong(`nests deeper than ${this.levels} levels`);
    if (this.open.some((frame) => frame.value === value)) throw new Wrong("refers back to what it is in");
    this.open.push({ of, value, items, at: 0, start: this.writer.length });
  }

  /** @param {Frame} frame */
  #leave(frame) {
    if (frame.of === "list") this.writer.byte(NIL);
    this.open.pop();
    if (!this.checkMap || frame.of !== "map") return;
    try {
      this.checkMap(new Uint8Array([VERSION, ...this.writer.written.subarray(frame.start)]), this.otp25);
    } catch (error) {
      throw error instanceof EncodeError ? new Wrong(`can't be written: ${error.message}`) : error;
    }
  }
}

/** @param {Map<unknown, unknown>} map @returns {unknown[]} */
function keysOf(map) {
  try {
    Map.prototype.has.call(map, undefined);
  } catch {
    throw new Wrong("is a Map that no constructor made");
  }
  return [...map.keys()];
}

/** @param {import("./classes.js").Opaque} opaque @returns {Uint8Array} */
function bytesOfOpaque(opaque) {
  try {
    const bytes = bytesOf(opaque.bytes);
    if (bytes) return bytes;
  } catch {
    // It has the prototype of one, and no bytes.
  }
  throw new Wrong("is an Opaque that no constructor made: it has no bytes");
}

/** @param {unknown} value @returns {value is unknown[]} */
function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    throw new Wrong("is a Proxy that was revoked");
  }
}
