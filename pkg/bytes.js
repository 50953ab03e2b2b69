// @ts-check
// Text or bytes, as the API takes them.

import { ConfigError } from "./errors.js";

const encoder = new TextEncoder();

/** @param {string} name @param {unknown} value @returns {Uint8Array} */
export function toBytes(name, value) {
  if (typeof value === "string") return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  throw new ConfigError(`${name}: got ${value === null ? "null" : typeof value}, takes a string or a Uint8Array`);
}
