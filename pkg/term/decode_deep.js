// @ts-check
// The same as decode.js for terms that nest deep, or hold lists in pieces: a loop with a stack of its own.

import { Float, Tuple, opaqueOf } from "./classes.js";
import { scalar } from "./decode_scalar.js";
import { skip, u16, u32 } from "./skip.js";
import { mapOf } from "./term_map.js";

/**
 * A container that waits for what is `left` in it. A map's items are key, value, key, value.
 * @typedef {{ of: "list" | "tuple" | "map", start: number, left: number, items: any[] }} Frame
 */

/** No term of its own: a container was opened, or a list goes on. */
const NOTHING = Symbol("nothing");

/** The value of the term that begins at `at`, and where it ends. @param {Uint8Array} bytes @param {number} at @returns {[value: any, end: number]} */
export function decodeDeep(bytes, at) {
  const decoder = new Decoder(bytes, at);
  return [decoder.decode(), decoder.at];
}

class Decoder {
  /** @type {Frame[]} */
  #open = [];
  /** That of the last term with nothing in it. */
  #tag = 0;

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
    // 1 and 1.0 are two keys in Erlang, and one in a Map: a whole float is a Float there.
    if (frame.of === "map" && items.length % 2 === 1 && isFloat(this.#tag) && Number.isInteger(value)) {
      items[items.length - 1] = new Float(value);
    }
    if (frame.left > 0) return NOTHING;
    if (frame.of === "map") return mapOf(items);
    return frame.of === "tuple" ? Tuple.from(items) : this.#tail(frame);
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
        return opaqueOf(bytes.subarray(frame.start, this.at));
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
    this.#open.push({ of, start, left, items: [] });
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
        this.#tag = tag;
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
