// @ts-check
// What in a value is no term, and where: `session.put("cart"): cart.items[2].price is undefined`.

import { EncodeError } from "../border/errors.js";

/** Thrown where it is found; who began knows the rest. */
export class Wrong {
  /** @param {string} what @param {boolean} [asWhole] it is about all of it */
  constructor(what, asWhole = false) {
    this.what = what;
    this.asWhole = asWhole;
  }

  /** @param {string} during the call @param {string} name of the value @param {import("./encoder.js").Frame[]} open */
  in(during, name, open) {
    return new EncodeError(`${during}: ${name}${this.asWhole ? "" : path(open)} ${this.what}`);
  }
}

const LONGEST = 200;

/** @param {import("./encoder.js").Frame[]} open */
function path(open) {
  let path = "";
  for (const { of, items, at } of open) {
    const index = at - 1;
    const key = items[index - 1];
    if (of === "list" || of === "tuple") path += `[${index}]`;
    else if (index % 2 === 0) path += `.keys()[${index / 2}]`;
    else if (typeof key !== "string") path += ".get(…)";
    else path += of === "object" ? `.${key}` : `.get(${JSON.stringify(key)})`;
    if (path.length > LONGEST) return `${path.slice(0, LONGEST)}…`;
  }
  return path;
}

/** What to put instead of an instance of a platform's class. */
const INSTEAD = new Map([
  ["Date", "its toISOString()"],
  ["Set", "an array, [...set]"],
  ["RegExp", "its source"],
  ["URL", "its href"],
  ["URLSearchParams", "its toString()"],
  ["Headers", "Object.fromEntries(headers)"],
  ["FormData", "Object.fromEntries(form)"],
  ["Promise", "what it gives: await it"],
  ["Error", "its message"],
  ["ArrayBuffer", "new Uint8Array(buffer)"],
  ["DataView", "a Uint8Array"],
  ["String", "its valueOf()"],
  ["Number", "its valueOf()"],
  ["Boolean", "its valueOf()"],
  ["BigInt", "its valueOf()"],
  ["Session", "its toObject()"],
]);

/** What a value is that is no term, and what to put instead. @param {any} value */
export function describe(value) {
  if (value === undefined) return "undefined: put null, or delete the key";
  if (typeof value === "function") return "a function: put what it gives, or delete the key";
  if (typeof value === "symbol") return "a symbol: put its description, or delete the key";
  const name = classOf(value);
  return name === undefined ? "no term: put a plain object or an array of its data" : `an instance of ${name}, which is no term${instead(name, value)}`;
}

/** @param {any} value @returns {string | undefined} */
function classOf(value) {
  try {
    const name = value?.constructor?.name;
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {any} value */
function instead(name, value) {
  const known = INSTEAD.get(name);
  if (known !== undefined) return `: put ${known}`;
  if (value instanceof Error) return ": put its message";
  if (ArrayBuffer.isView(value)) return ": put an array or a Uint8Array";
  return typeof value.toJSON === "function" ? ": put its toJSON()" : ": put a plain object of its data";
}
