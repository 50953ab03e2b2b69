// @ts-check
// Erlang's external term format, read: bytes that the core checked, to JavaScript's values. A loop with a stack of its own.

import { Atom, Float, Opaque, Tuple } from "./erlang.js";
import { normal } from "./term_encode.js";
import { skip, textOf, u16, u32 } from "./term_skip.js";
import { latin1, utf8, utf8OrBytes } from "./term_text.js";

/**
 * A container that waits for what is `left` in it. A map's items are key, value, key, value.
 * @typedef {{ of: "list" | "tuple" | "map", start: number, left: number, items: any[], keyTag: number }} Frame
 */

/** No term of its own: a container was opened, or a list goes on. */
const NOTHING = Symbol("nothing");

/** The value of the term that begins at `at`. @param {Uint8Array} bytes @param {number} at @returns {any} */
export function decode(bytes, at) {
  return new Decoder(bytes, at).decode();
}

class Decoder {
  /** @type {Frame[]} */
  #open = [];

  /** @param {Uint8Array} bytes @param {number} at */
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  decode() {
    for (;;) {
      let value = this.#one();
      if (value === NOTHING) continue;
      // It may complete a container, which may complete the one around it, and so on.
      while (value !== NOTHING) {
        const frame = this.#open.at(-1);
        if (!frame) return value;
        value = this.#give(frame, value);
        if (value !== NOTHING) this.#open.pop();
      }
    }
  }

  /** @param {Frame} frame @param {any} value @returns {any} the container, if that was the last of it */
  #give(frame, value) {
    const { items } = frame;
    items.push(value);
    frame.left -= 1;
    if (frame.of === "map") {
      // 1 and 1.0 are two keys in Erlang, and one in a Map: a whole float is a Float there.
      if (items.length % 2 === 1 && isFloat(frame.keyTag) && Number.isInteger(value)) items[items.length - 1] = new Float(value);
      frame.keyTag = this.bytes[this.at];
    }
    if (frame.left > 0) return NOTHING;
    if (frame.of === "map") return mapOf(items);
    return frame.of === "tuple" ? new Tuple(...items) : this.#tail(frame);
  }

  /** A list whose tail is a list is one list, however it was cut. @param {Frame} frame */
  #tail(frame) {
    const { bytes } = this;
    for (;;) {
      const tag = bytes[this.at];
      if (tag === 106) {
        this.at += 1;
        return frame.items;
      }
      if (tag === 107) {
        this.#integers(frame.items);
        return frame.items;
      }
      if (tag !== 108) {
        this.at = skip(bytes, this.at);
        return new Opaque(bytes.subarray(frame.start, this.at));
      }
      frame.left = u32(bytes, this.at + 1);
      this.at += 5;
      if (frame.left > 0) return NOTHING;
    }
  }

  /** @param {any[]} items */
  #integers(items) {
    const start = this.at + 3;
    this.at = start + u16(this.bytes, this.at + 1);
    for (let at = start; at < this.at; at += 1) items.push(this.bytes[at]);
    return items;
  }

  /** @param {Frame["of"]} of @param {number} left @param {number} head */
  #enter(of, left, head) {
    const start = this.at;
    this.at += head;
    this.#open.push({ of, start, left, items: [], keyTag: this.bytes[this.at] });
    return NOTHING;
  }

  /** One term, or the beginning of a container. @returns {any} */
  #one() {
    const { bytes, at } = this;
    const tag = bytes[at];
    switch (tag) {
      case 104:
        return bytes[at + 1] === 0 ? this.#empty(2, new Tuple()) : this.#enter("tuple", bytes[at + 1], 2);
      case 105:
        return u32(bytes, at + 1) === 0 ? this.#empty(5, new Tuple()) : this.#enter("tuple", u32(bytes, at + 1), 5);
      case 106:
        return this.#empty(1, []);
      case 107:
        return this.#integers([]);
      case 108:
        // Without items, the tail stands for the whole.
        return u32(bytes, at + 1) === 0 ? this.#empty(5, NOTHING) : this.#enter("list", u32(bytes, at + 1), 5);
      case 116:
        return u32(bytes, at + 1) === 0 ? this.#empty(5, mapOf([])) : this.#enter("map", 2 * u32(bytes, at + 1), 5);
      default:
        this.at = skip(bytes, at);
        return scalar(bytes, at, this.at);
    }
  }

  /** @template T @param {number} length @param {T} value @returns {T} */
  #empty(length, value) {
    this.at += length;
    return value;
  }
}

/** NEW_FLOAT or FLOAT. @param {number} tag */
function isFloat(tag) {
  return tag === 70 || tag === 99;
}

/** @param {any[]} items key, value, key, value */
function mapOf(items) {
  let isObject = true;
  for (let at = 0; at < items.length; at += 2) isObject &&= typeof items[at] === "string";
  // Own data properties of an object without prototype: no name is special.
  const object = Object.create(null);
  const map = new Map();
  for (let at = 0; at < items.length; at += 2) {
    if (isObject) object[items[at]] = items[at + 1];
    else map.set(items[at], items[at + 1]);
  }
  return isObject ? object : map;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} end @returns {any} */
function scalar(bytes, at, end) {
  const tag = bytes[at];
  switch (tag) {
    case 97: // SMALL_INTEGER
      return bytes[at + 1];
    case 98: // INTEGER
      return u32(bytes, at + 1) | 0;
    case 70: // NEW_FLOAT
      return new DataView(bytes.buffer, bytes.byteOffset + at + 1).getFloat64(0);
    case 110: // SMALL_BIG
      return integer(bytes, at + 2, end);
    case 111: // LARGE_BIG
      return integer(bytes, at + 5, end);
    case 100: // ATOM
      return atom(latin1(bytes, at + 3, end));
    case 115: // SMALL_ATOM
      return atom(latin1(bytes, at + 2, end));
    case 118: // ATOM_UTF8
      return atom(utf8(bytes, at + 3, end));
    case 119: // SMALL_ATOM_UTF8
      return atom(utf8(bytes, at + 2, end));
    case 99: // FLOAT, as text: the core writes it as a NEW_FLOAT
      return scalar(normalised(bytes, at, end), 1, 10);
    default: {
      const start = textOf(bytes, at);
      if (start > 0) return utf8OrBytes(bytes, start, end);
      // A bitstring as it stands; a pid or a reference as OTP 26 writes it.
      return new Opaque(tag === 77 ? bytes.subarray(at, end) : normalised(bytes, at, end).subarray(1));
    }
  }
}

/** @param {Uint8Array} bytes @param {number} at @param {number} end */
function normalised(bytes, at, end) {
  const term = new Uint8Array(end - at + 1);
  term[0] = 131;
  term.set(bytes.subarray(at, end), 1);
  return normal(term, false);
}

/** @param {string} name */
function atom(name) {
  if (name === "nil") return null;
  return name === "true" || (name === "false" ? false : new Atom(name));
}

/** A bignum from its sign on. @param {Uint8Array} bytes @param {number} at @param {number} end */
function integer(bytes, at, end) {
  const isNegative = bytes[at] !== 0;
  let hex = "";
  for (let byte = end - 1; byte > at; byte -= 1) hex += bytes[byte].toString(16).padStart(2, "0");
  const number = parseInt(`0${hex}`, 16);
  if (Number.isSafeInteger(number)) return isNegative && number !== 0 ? -number : number;
  const big = BigInt(`0x${hex}`);
  return isNegative ? -big : big;
}
