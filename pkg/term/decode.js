// @ts-check
// Erlang's external term format, read: bytes that the core checked, to JavaScript's values. By recursion, as far as a stack goes anywhere; what
// nests deeper is read by a loop (decode_deep.js).

import { Float, Tuple, opaqueOf } from "./classes.js";
import { decodeDeep } from "./decode_deep.js";
import { scalar } from "./decode_scalar.js";
import { keyText } from "./key_text.js";
import { skip, u16, u32 } from "./skip.js";
import { define, mapOf } from "./term_map.js";
import { utf8OrBytes } from "./text.js";

/** So many levels are read by recursion. */
const SHALLOW = 128;

const NONE = new Uint8Array(0);

/** What is read, and how far: no code of the user's runs meanwhile. @type {Uint8Array} */
let bytes = NONE;
let at = 0;

/** The value of the term that begins at `start`. @param {Uint8Array} source @param {number} start @returns {any} */
export function decode(source, start) {
  bytes = source;
  at = start;
  try {
    return one(SHALLOW);
  } finally {
    // Nothing of a session is held on to.
    bytes = NONE;
  }
}

/** @param {number} levels that may follow @returns {any} */
function one(levels) {
  const tag = meant(bytes[at]);
  const start = at;
  switch (tag) {
    case 109: // BINARY
      at = start + 5 + u32(bytes, start + 1);
      return utf8OrBytes(bytes, start + 5, at);
    case 97: // SMALL_INTEGER
      at = start + 2;
      return bytes[start + 1];
    case 98: // INTEGER
      at = start + 5;
      return u32(bytes, start + 1) | 0;
    case 106: // NIL
      at = start + 1;
      return [];
    case 107: // STRING
      at = start + 3 + u16(bytes, start + 1);
      return Array.from(bytes.subarray(start + 3, at));
    case 108: // LIST
    case 104: // SMALL_TUPLE
    case 105: // LARGE_TUPLE
    case 116: // MAP
      return levels === 0 ? deep() : container(tag, levels - 1);
    default:
      at = skip(bytes, start);
      return scalar(bytes, start, at);
  }
}

function deep() {
  const [value, end] = decodeDeep(bytes, at);
  at = end;
  return value;
}

/** @param {number} tag @param {number} levels @returns {any} */
function container(tag, levels) {
  if (tag === 116) return map(levels);
  if (tag === 108) return list(levels);
  const count = tag === 104 ? bytes[at + 1] : u32(bytes, at + 1);
  at += tag === 104 ? 2 : 5;
  return Tuple.from(many([], count, levels));
}

/** @param {any[]} items @param {number} count of those that follow @param {number} levels */
function many(items, count, levels) {
  for (let left = count; left > 0; left -= 1) items.push(one(levels));
  return items;
}

/** A list whose tail is a list is one list, however it was cut. @param {number} levels @returns {any} */
function list(levels) {
  const start = at;
  /** @type {any[]} */
  const items = [];
  do {
    const count = u32(bytes, at + 1);
    at += 5;
    many(items, count, levels);
  } while (bytes[at] === 108);
  if (bytes[at] === 106 || bytes[at] === 107) {
    for (const byte of one(0)) items.push(byte);
    return items;
  }
  at = skip(bytes, at);
  return opaqueOf(bytes.subarray(start, at));
}

/** A list without items is its tail. @param {number} tag @returns {number} that of what is meant */
function meant(tag) {
  while (tag === 108 && u32(bytes, at + 1) === 0) {
    at += 5;
    tag = bytes[at];
  }
  return tag;
}

/** An ordinary object, if its keys are all strings. @param {number} levels @returns {any} */
function map(levels) {
  const count = u32(bytes, at + 1);
  at += 5;
  /** @type {Record<string, any>} */
  const object = {};
  for (let left = count; left > 0; left -= 1) {
    const end = bytes[at] === 109 ? at + 5 + u32(bytes, at + 1) : 0;
    const key = end > 0 ? keyText(bytes, at + 5, end) : undefined;
    // An object has names like 7 before all others, and a Map has the keys in their order: which of the two it will be is not known yet.
    if (typeof key !== "string" || isNumber(key)) return termMap(object, left, levels);
    at = end;
    define(object, key, one(levels));
  }
  return object;
}

/** Whether a name begins as a number's does. @param {string} name */
function isNumber(name) {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** With keys of all kinds. @param {Record<string, any>} object what was read of it @param {number} left @param {number} levels */
function termMap(object, left, levels) {
  const items = Object.entries(object).flat(1);
  for (; left > 0; left -= 1) {
    const tag = meant(bytes[at]);
    const key = one(levels);
    // 1 and 1.0 are two keys in Erlang, and one in a Map: a whole float is a Float there. NEW_FLOAT, FLOAT.
    items.push((tag === 70 || tag === 99) && Number.isInteger(key) ? new Float(key) : key, one(levels));
  }
  return mapOf(items);
}
