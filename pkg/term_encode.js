// @ts-check
// JavaScript's values in Erlang's external term format. A loop with a stack of its own: no value can overflow the stack.

import { call, core, readBytes, writeBytes } from "./border.js";
import { Atom, Float, Opaque, Tuple } from "./erlang.js";
import { WaxsealError } from "./errors.js";
import { inOrder } from "./term_order.js";
import { BINARY, LIST, MAP, NIL, STRING, VERSION, putAtom, putBigint, putFloat, putPlain } from "./term_scalars.js";
import { Wrong, describe, isWellFormed } from "./term_wrong.js";
import { Writer } from "./term_writer.js";

const SMALL_TUPLE = 104;
const LARGE_TUPLE = 105;

/** `DEPTH` but for the session map around a value, `NODES`, and `BIGNUM` in `src/term_decode.rs`. */
const LEVELS = 2046;
const VALUES = 100_000;
const BIGNUM = 8192;

/**
 * A container that is being written, its items flat: a map's are key, value, key, value. `at` is after the one that is written.
 * @typedef {{ of: "list" | "tuple" | "object" | "map", value: unknown, items: readonly unknown[], at: number }} Frame
 */

/**
 * One term with its version byte.
 * @param {unknown} value @param {string} during the call, for an error @param {string} name the value's name there
 * @param {boolean} [otp25] @returns {Uint8Array}
 */
export function encode(value, during, name, otp25 = false) {
  // Its own, as code of the user's (a getter) may come back here.
  const encoder = new Encoder(otp25);
  try {
    encoder.write(value);
  } catch (error) {
    throw error instanceof Wrong ? error.in(during, name, encoder.open) : error;
  }
  const { written } = encoder.writer;
  return encoder.plain ? written.slice() : normal(written, otp25);
}

/** A term as `term_to_binary` writes it. @param {Uint8Array} term with its version byte @param {boolean} otp25 */
export function normal(term, otp25) {
  return readBytes(call(core.term_normal, writeBytes(term), otp25));
}

class Encoder {
  writer = new Writer();
  /** @type {Frame[]} */
  open = [];
  /** False where the core is to put a map's keys in order, or an Opaque is in it. */
  plain = true;
  #values = 0;

  /** @param {boolean} otp25 */
  constructor(otp25) {
    this.otp25 = otp25;
    this.writer.byte(VERSION);
  }

  /** @param {unknown} value */
  write(value) {
    this.#one(value);
    for (let frame = this.open.at(-1); frame; frame = this.open.at(-1)) {
      if (frame.at < frame.items.length) this.#one(frame.items[frame.at++]);
      else {
        if (frame.of === "list") this.writer.byte(NIL);
        this.open.pop();
      }
    }
  }

  /** @param {any} value */
  #one(value) {
    this.#count(1);
    switch (typeof value) {
      case "string":
        if (!isWellFormed(value)) throw new Wrong("is a string with half of a surrogate pair in it");
        return putPlain(this.writer, value, this.otp25);
      case "number":
        if (!Number.isFinite(value)) throw new Wrong(`is ${Number.isNaN(value) ? "NaN" : "infinite"}`);
        return putPlain(this.writer, value, this.otp25);
      case "boolean":
        return putPlain(this.writer, value, this.otp25);
      case "bigint":
        return this.#bigint(value);
      case "object":
        return value === null ? putPlain(this.writer, value, this.otp25) : this.#object(value);
      default:
        throw new Wrong(`is ${describe(value)}`);
    }
  }

  /** @param {number} more */
  #count(more) {
    this.#values += more;
    if (this.#values > VALUES) throw new Wrong(`holds more than ${VALUES} values`, true);
  }

  /** @param {bigint} value */
  #bigint(value) {
    const hex = value.toString(16).replace("-", "");
    if (hex.length > BIGNUM * 2) throw new Wrong(`is a bigint of more than ${BIGNUM} bytes`);
    putBigint(this.writer, value, hex);
  }

  /** @param {any} value */
  #object(value) {
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Uint8Array) {
      this.writer.tagged(BINARY, value.length);
      return this.writer.bytes(value);
    }
    if (value instanceof Map) return this.#map("map", value, [...value]);
    if (value instanceof Atom) return this.#atom(value.name);
    if (value instanceof Float) {
      if (!Number.isFinite(value.value)) throw new Wrong("is a Float of no finite number");
      return putFloat(this.writer, value.value);
    }
    if (value instanceof Tuple) return this.#tuple(value);
    if (value instanceof Opaque) return this.#opaque(value.bytes);
    const prototype = Object.getPrototypeOf(value);
    // A plain object, of this realm or another.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new Wrong(`is ${describe(value)}`);
    return this.#map("object", value, Object.entries(value));
  }

  /** @param {any} name */
  #atom(name) {
    if (typeof name !== "string") throw new Wrong(`is ${describe(name)}`);
    if (!isWellFormed(name)) throw new Wrong("is a string with half of a surrogate pair in it");
    if (name.length > 255 && [...name].length > 255) throw new Wrong("is an atom of more than 255 characters");
    putAtom(this.writer, name, this.otp25);
  }

  /** @param {Uint8Array} term */
  #opaque(term) {
    try {
      call(core.term_check, writeBytes(new Uint8Array([VERSION]), term));
    } catch (error) {
      throw error instanceof WaxsealError ? new Wrong(`is an Opaque of bytes that are no term: ${error.message}`) : error;
    }
    this.plain = false;
    this.writer.bytes(term);
  }

  /** @param {unknown[]} list */
  #list(list) {
    // Its items as they are now: code of the user's may change it meanwhile.
    const items = [...list];
    this.#enter("list", list, items);
    // After its items comes NIL, which is all of an empty one.
    if (items.length === 0) return undefined;
    if (items.length >= 0x10000 || !isBytes(items)) return this.writer.tagged(LIST, items.length);
    this.open.pop();
    this.#count(items.length);
    this.writer.bytes([STRING, items.length >> 8, items.length & 0xff]);
    return this.writer.bytes(items.map(Number));
  }

  /** @param {Tuple} tuple */
  #tuple(tuple) {
    const { items } = tuple;
    this.#enter("tuple", tuple, items);
    if (items.length < 256) this.writer.bytes([SMALL_TUPLE, items.length]);
    else this.writer.tagged(LARGE_TUPLE, items.length);
  }

  /** @param {"map" | "object"} of @param {object} value @param {[unknown, unknown][]} pairs */
  #map(of, value, pairs) {
    const ordered = inOrder(pairs);
    if (!ordered) this.plain = false;
    this.#enter(of, value, (ordered ?? pairs).flat(1));
    this.writer.tagged(MAP, pairs.length);
  }

  /** @param {Frame["of"]} of @param {unknown} value @param {readonly unknown[]} items */
  #enter(of, value, items) {
    if (this.open.length === LEVELS) throw new Wrong(`nests deeper than ${LEVELS} levels`);
    if (this.open.some((frame) => frame.value === value)) throw new Wrong("refers back to what it is in");
    this.open.push({ of, value, items, at: 0 });
  }
}

/** A list of bytes is written as such (`is_external_string` in OTP). @param {unknown[]} items */
function isBytes(items) {
  for (const item of items) {
    const isByte = typeof item === "number" ? (item & 0xff) === item && !Object.is(item, -0) : typeof item === "bigint" && item >= 0n && item < 256n;
    if (!isByte) return false;
  }
  return true;
}
