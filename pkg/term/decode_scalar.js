// @ts-check
// A term that holds no other terms, out of bytes that the core checked.

import { atomOf } from "./atom.js";
import { opaqueOf } from "./classes.js";
import { normal } from "./encode.js";
import { textOf, u32 } from "./skip.js";
import { latin1, utf8, utf8OrBytes } from "./text.js";

/** @param {Uint8Array} bytes @param {number} at @param {number} end of the term @returns {any} */
export function scalar(bytes, at, end) {
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
      return atomOf(latin1(bytes, at + 3, end));
    case 115: // SMALL_ATOM
      return atomOf(latin1(bytes, at + 2, end));
    case 118: // ATOM_UTF8
      return atomOf(utf8(bytes, at + 3, end));
    case 119: // SMALL_ATOM_UTF8
      return atomOf(utf8(bytes, at + 2, end));
    case 99: // FLOAT, as text: the core writes it as a NEW_FLOAT
      return scalar(normalised(bytes, at, end), 1, 10);
    default: {
      const start = textOf(bytes, at);
      if (start > 0) return utf8OrBytes(bytes, start, end);
      // A bitstring as it stands; a pid or a reference as OTP 26 writes it.
      return opaqueOf(tag === 77 ? bytes.subarray(at, end) : normalised(bytes, at, end).subarray(1));
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

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A bignum from its sign on. @param {Uint8Array} bytes @param {number} at @param {number} end */
function integer(bytes, at, end) {
  const isNegative = bytes[at] !== 0;
  let number = 0;
  for (let byte = end - 1; byte > at; byte -= 1) number = number * 256 + bytes[byte];
  if (Number.isSafeInteger(number)) return isNegative && number !== 0 ? -number : number;
  let hex = "";
  for (let byte = end - 1; byte > at; byte -= 1) hex += HEX[bytes[byte]];
  const big = BigInt(`0x${hex}`);
  return isNegative ? -big : big;
}
