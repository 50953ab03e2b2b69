// @ts-check
// A map's keys, in their order in the bytes: a JavaScript object would have those first that look like numbers.

import { MAP_HEAD, skip, textOf, u32 } from "./skip.js";
import { utf8OrBytes } from "./text.js";

/** Those that are strings. @param {Uint8Array} bytes @param {number} at of the map @returns {string[]} */
export function keysOf(bytes, at) {
  const keys = [];
  let left = u32(bytes, at + 1);
  at += MAP_HEAD;
  for (; left > 0; left -= 1) {
    const value = skip(bytes, at);
    const start = textOf(bytes, at);
    const key = start > 0 ? utf8OrBytes(bytes, start, value) : undefined;
    if (typeof key === "string") keys.push(key);
    at = skip(bytes, value);
  }
  return keys;
}
