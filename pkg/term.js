// @ts-check
// Erlang's external term format.

import { call, readBytes, wasm, writeBytes } from "./border.js";
import { ConfigError } from "./errors.js";

export { Atom, Float, Opaque, Tuple } from "./erlang.js";

/** @param {unknown} value @param {{ otp?: 25 | 26 }} [options] @returns {Uint8Array} */
export function encode(value, { otp = 26 } = {}) {
  if (otp !== 25 && otp !== 26) throw new ConfigError(`otp: got ${otp}, takes 25 or 26`);
  return readBytes(call(() => wasm.term_encode(value, otp === 25)));
}

/** @param {Uint8Array} bytes @returns {any} */
export function decode(bytes) {
  if (!(bytes instanceof Uint8Array)) throw new ConfigError("decode: takes a Uint8Array");
  const length = writeBytes(bytes);
  return call(() => wasm.term_decode(length));
}
