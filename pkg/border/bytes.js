// @ts-check
// Text or bytes, as the API takes them.

import { writeBytes, writeText } from "./core.js";
import { ConfigError } from "./errors.js";
import { isWellFormed } from "./well_formed.js";

const encoder = new TextEncoder();

/**
 * A copy of a Uint8Array's bytes, whatever its class says of itself; of another realm's too (Buffer is one to what runs in
 * `node:vm`). Not slice, which of a Buffer is a view.
 * @param {any} value @returns {Uint8Array<ArrayBuffer> | undefined} undefined if there are none: it is none, or its buffer is gone
 */
export function bytesOf(value) {
  if (!ArrayBuffer.isView(value)) return undefined;
  if (!(value instanceof Uint8Array) && /** @type {any} */ (value)[Symbol.toStringTag] !== "Uint8Array") return undefined;
  try {
    return new Uint8Array(/** @type {Uint8Array} */ (value));
  } catch {
    return undefined;
  }
}

/** Not for what nobody may learn by the time that it takes. @param {Uint8Array} one @param {unknown} other */
export function sameBytes(one, other) {
  return other instanceof Uint8Array && one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** @param {string} name @param {unknown} value @returns {Uint8Array} never the caller's own */
export function toBytes(name, value) {
  if (typeof value === "string") {
    if (!isWellFormed(value)) throw new ConfigError(`${name}: has half of a surrogate pair in it, which is no text`);
    return encoder.encode(value);
  }
  const bytes = bytesOf(value);
  if (bytes) return bytes;
  throw new ConfigError(`${name}: got ${value === null ? "null" : typeof value}, takes a string or a Uint8Array`);
}

/** Text or bytes into the core's input. @param {string} name @param {unknown} value @returns {number} its length there */
export function writeInput(name, value) {
  return typeof value === "string" && isWellFormed(value) ? writeText(value) : writeBytes(toBytes(name, value));
}
