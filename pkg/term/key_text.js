// @ts-check
// The names of maps' keys. Sessions have the same ones again and again, and to make a string of bytes anew is half of what reading a map costs:
// so a few are remembered. Names alone, of at most 40 bytes, and never a value; a name that came out of a cookie may stay in memory for as long as
// the process.

import { utf8OrBytes } from "./text.js";

/** How many: a name takes the place of another one whose bytes fall on the same. */
const SLOTS = 512;
const LONGEST = 40;

/** @type {{ bytes: Uint8Array, text: string }[]} */
const slots = [];

/** A key's text; its bytes if they are none. @param {Uint8Array} bytes @param {number} start @param {number} end @returns {string | Uint8Array} */
export function keyText(bytes, start, end) {
  const length = end - start;
  if (length === 0 || length > LONGEST) return utf8OrBytes(bytes, start, end);
  const slot = (length * 31 + bytes[start] * 7 + bytes[start + (length >> 1)] * 13 + bytes[end - 1]) % SLOTS;
  const known = slots[slot];
  if (known !== undefined && isSame(known.bytes, bytes, start, length)) return known.text;
  const text = utf8OrBytes(bytes, start, end);
  if (typeof text === "string") slots[slot] = { bytes: bytes.slice(start, end), text };
  return text;
}

/** @param {Uint8Array} known @param {Uint8Array} bytes @param {number} start @param {number} length */
function isSame(known, bytes, start, length) {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at += 1) if (known[at] !== bytes[start + at]) return false;
  return true;
}
