// @ts-check
// A map of Erlang's whose keys are not all strings: structs, `%{id: 1}`, dates.

import { Atom, TERM, atomOf } from "./atom.js";

/** A Map in which an atom's name finds what is under the atom, unless the string itself is a key. In JSON its keys are their names. */
export class TermMap extends Map {
  /** @param {unknown} key */
  get(key) {
    return super.get(this.#under(key));
  }

  /** @param {unknown} key */
  has(key) {
    return super.has(this.#under(key));
  }

  /** @param {unknown} key @param {unknown} value */
  set(key, value) {
    return super.set(this.#under(key), value);
  }

  /** @param {unknown} key */
  delete(key) {
    return super.delete(this.#under(key));
  }

  /** @returns {Record<string, unknown>} */
  toJSON() {
    /** @type {Record<string, unknown>} */
    const object = {};
    for (const [key, value] of this) {
      // Of an atom and a string of one name the string counts, as in get.
      if (typeof key !== "string" && !super.has(nameOf(key))) define(object, nameOf(key), value);
      else if (typeof key === "string") define(object, key, value);
    }
    return object;
  }

  /** The key that is meant. @param {unknown} key */
  #under(key) {
    if (typeof key !== "string" || super.has(key)) return key;
    const atom = atomOf(key);
    return super.has(atom) ? atom : key;
  }
}

/** A map as JavaScript has it: an ordinary object if its keys are all strings. @param {any[]} items key, value, key, value */
export function mapOf(items) {
  let isObject = true;
  for (let at = 0; at < items.length; at += 2) isObject &&= typeof items[at] === "string";
  if (isObject) {
    /** @type {Record<string, unknown>} */
    const object = {};
    for (let at = 0; at < items.length; at += 2) define(object, items[at], items[at + 1]);
    return object;
  }
  const map = new TermMap();
  for (let at = 0; at < items.length; at += 2) Map.prototype.set.call(map, items[at], items[at + 1]);
  return map;
}

/** An own data property, as JSON.parse makes it: no name is special. @param {Record<string, unknown>} object @param {string} name @param {unknown} value */
export function define(object, name, value) {
  if (name in object) Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

/** A key's name in JSON, as Jason has it for numbers and atoms. @param {any} key @returns {string} */
function nameOf(key) {
  if (key === null) return "nil";
  if (typeof key !== "object") return String(key);
  if (key[TERM] === "atom") return String(/** @type {Atom} */ (key).name);
  return JSON.stringify(key);
}
