// @ts-check
// Erlang's external term format.

import { call, core, readBytes, writeBytes } from "./border.js";
import { ConfigError } from "./errors.js";
import { decode as decodeAt } from "./term_decode.js";
import { encode as encodeValue } from "./term_encode.js";

export { Atom, Float, Opaque, Tuple } from "./erlang.js";

/** @param {unknown} value @param {{ otp?: 25 | 26 }} [options] @returns {Uint8Array} */
export function encode(value, { otp = 26 } = {}) {
  if (otp !== 25 && otp !== 26) throw new ConfigError(`otp: got ${otp}, takes 25 or 26`);
  return encodeValue(value, "encode", "value", otp === 25);
}

/** @param {Uint8Array} bytes @returns {any} */
export function decode(bytes) {
  if (!(bytes instanceof Uint8Array)) throw new ConfigError("decode: takes a Uint8Array");
  return decodeAt(readBytes(call(core.term_check, writeBytes(bytes))), 1);
}
