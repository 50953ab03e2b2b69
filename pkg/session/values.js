// @ts-check
// A session whose values are JavaScript's own, as a serializer of the user's decoded them: a Date stays a Date, and no value becomes a term.

import { isMap } from "../border/is_map.js";
import { define } from "../term/term_map.js";

/** A value that was put, whatever it is: undefined, too. */
export class Kept {
  /** @param {unknown} value */
  constructor(value) {
    this.value = value;
  }
}

/** What is decoded is read once, so that what throws when it is read throws here. @param {any} decoded @returns {Map<unknown, unknown> | undefined} undefined if it is no map */
export function valuesOf(decoded) {
  if (isMap(decoded)) return new Map(decoded);
  return isObject(decoded) ? new Map(Object.entries(decoded)) : undefined;
}

/** An object of a class of its own is one too; a list, a date, a promise, bytes are none. @param {any} value */
function isObject(value) {
  if (value === null || typeof value !== "object" || typeof value.then === "function") return false;
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** The values as they are now. @param {import("./session.js").State} state @returns {Map<unknown, unknown>} */
export function valuesNow({ values, changes }) {
  return changes.on(values ?? new Map());
}

/** What `toObject` gives and `encode` is given: an object, or a Map if that is what was decoded, and it has other keys than strings. @param {Map<unknown, unknown>} values */
export function objectOf(values) {
  /** @type {Record<string, unknown>} */
  const object = {};
  for (const [key, value] of values) {
    if (typeof key !== "string") return values;
    define(object, key, value);
  }
  return object;
}
