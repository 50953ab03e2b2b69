// @ts-check
// The vectors' tagged terms against the JavaScript values that stand for them (the table in the README).

import { equal, ok, show } from "./check.js";
import { fromBase64, fromHex, textOrBytes } from "./bytes.js";

/** @typedef {{ t: string, v?: any, b64?: string, text?: string, bits?: any, tail?: Tagged, etf_b64?: string }} Tagged */

/** @param {Tagged} term */
export const binary = (term) => (term.b64 === undefined ? new TextEncoder().encode(term.text) : fromBase64(term.b64));

/** @param {Tagged} term a float */
const float = (term) => new DataView(fromHex(term.bits).buffer).getFloat64(0);

/** @param {Tagged} term an integer */
const integer = (term) => (Number.isSafeInteger(Number(term.v)) ? Number(term.v) : BigInt(term.v));

const SPECIAL = new Map(
  /** @type {[string, any][]} */ ([
    ["nil", null],
    ["true", true],
    ["false", false],
  ]),
);

/** Whether a map is a plain object in JavaScript. @param {Tagged} term */
const isPlain = (term) => term.v.every(([key]) => key.t === "bin" && typeof textOrBytes(binary(key)) === "string");

/** Asserts that a JavaScript value stands for the term. @param {any} lib waxseal/term @param {unknown} value @param {Tagged} term @param {string} at */
export function agrees(lib, value, term, at) {
  switch (term.t) {
    case "bin":
      return equal(value, textOrBytes(binary(term)), at);
    case "int":
      return equal(value, integer(term), at);
    case "float":
      return equal(value, float(term), at);
    case "atom":
      if (SPECIAL.has(term.v)) return equal(value, SPECIAL.get(term.v), at);
      ok(value instanceof lib.Atom, `${at}: got ${show(value)}, expected the atom ${term.v}`);
      return equal(/** @type {any} */ (value).name, term.v, `${at}.name`);
    case "list":
      ok(Array.isArray(value), `${at}: got ${show(value)}, expected an Array`);
      return agreeItems(lib, /** @type {unknown[]} */ (value), term.v, at);
    case "tuple":
      ok(value instanceof lib.Tuple, `${at}: got ${show(value)}, expected a Tuple`);
      return agreeItems(lib, tupleItems(value), term.v, at);
    case "map":
      return isPlain(term) ? agreeObject(lib, value, term, at) : agreeMap(lib, value, term, at);
    default: // improper, bits, pid, ref
      return ok(value instanceof lib.Opaque, `${at}: got ${show(value)}, expected an Opaque ${term.t}`);
  }
}

/** @param {any} lib @param {unknown[]} items @param {Tagged[]} terms @param {string} at */
function agreeItems(lib, items, terms, at) {
  equal(items.length, terms.length, `${at}.length`);
  terms.forEach((term, index) => agrees(lib, items[index], term, `${at}[${index}]`));
}

/** @param {any} lib @param {any} value @param {Tagged} term @param {string} at */
function agreeObject(lib, value, term, at) {
  ok(
    value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype,
    `${at}: got ${show(value)}, expected an ordinary object`,
  );
  equal(Object.keys(value).length, term.v.length, `${at}: number of keys`);
  for (const [keyTerm, item] of term.v) {
    const key = /** @type {string} */ (textOrBytes(binary(keyTerm)));
    ok(Object.hasOwn(value, key), `${at}: has no ${show(key)}`);
    agrees(lib, value[key], item, `${at}.${key}`);
  }
}

/** @param {any} lib @param {any} value @param {Tagged} term @param {string} at */
function agreeMap(lib, value, term, at) {
  ok(value instanceof Map, `${at}: got ${show(value)}, expected a Map`);
  equal(value.size, term.v.length, `${at}: number of keys`);
  const left = [...value];
  for (const [keyTerm, item] of term.v) {
    const found = left.findIndex(([key]) => standsFor(lib, key, keyTerm));
    ok(found >= 0, `${at}: has no key ${JSON.stringify(keyTerm)}`);
    const [[, held]] = left.splice(found, 1);
    agrees(lib, held, item, `${at}{${JSON.stringify(keyTerm)}}`);
  }
}

/** Whether a Map's key stands for the term. 1 and 1.0 are two keys in Erlang, so a whole float is a Float there. @param {any} lib @param {any} value @param {Tagged} term */
function standsFor(lib, value, term) {
  if (term.t === "float" && Number.isInteger(float(term)))
    return value instanceof lib.Float && Object.is(value.value, float(term));
  try {
    agrees(lib, value, term, "");
    return true;
  } catch {
    return false;
  }
}

/** @param {any} tuple */
const tupleItems = (tuple) => [...tuple];

/** The JavaScript value that is written as this term, or undefined where JavaScript can't make it. @param {any} lib @param {Tagged} term @returns {any} */
export function make(lib, term) {
  switch (term.t) {
    case "bin":
      return textOrBytes(binary(term));
    case "int":
      return integer(term);
    case "float":
      return new lib.Float(float(term));
    case "atom":
      return SPECIAL.has(term.v) ? SPECIAL.get(term.v) : new lib.Atom(term.v);
    case "list":
      return all(
        term.v.map((/** @type {Tagged} */ item) => make(lib, item)),
        (items) => items,
      );
    case "tuple":
      return all(
        term.v.map((/** @type {Tagged} */ item) => make(lib, item)),
        (items) => new lib.Tuple(...items),
      );
    case "map":
      return all(
        term.v.flatMap((/** @type {Tagged[]} */ pair) => pair.map((part) => make(lib, part))),
        (parts) => makeMap(isPlain(term), parts),
      );
    default:
      return undefined;
  }
}

/** @param {unknown[]} items @param {(items: unknown[]) => unknown} build */
const all = (items, build) => (items.includes(undefined) ? undefined : build(items));

/** @param {boolean} plain @param {any[]} parts keys and values in turn */
function makeMap(plain, parts) {
  const pairs = parts.flatMap((part, index) => (index % 2 ? [] : [[part, parts[index + 1]]]));
  if (!plain) return new Map(/** @type {any} */ (pairs));
  const object = Object.create(null);
  for (const [key, value] of pairs) object[key] = value;
  return object;
}
