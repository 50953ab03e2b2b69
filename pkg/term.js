// @ts-check
// Erlang's external term format.

import { call, core, readBytes, writeBytes } from "./border/core.js";
import { bytesOf } from "./border/bytes.js";
import { ConfigError } from "./border/errors.js";
import { readOptions } from "./border/options.js";
import { decode as decodeAt } from "./term/decode.js";
import { encode as encodeValue } from "./term/encode.js";

export { Atom, Float, Opaque, Tuple } from "./term/classes.js";
export { TermMap } from "./term/term_map.js";

/** @param {unknown} value @param {{ otp?: 25 | 26 }} [options] @returns {Uint8Array} */
export function encode(value, options = {}) {
  const { otp = 26 } = readOptions("encode", options, ["otp"]);
  if (otp !== 25 && otp !== 26) throw new ConfigError(`otp: got ${typeof otp === "number" ? otp : typeof otp}, takes 25 or 26`);
  return encodeValue(value, "encode", "value", otp === 25);
}

/** @param {Uint8Array} bytes @returns {any} */
export function decode(bytes) {
  const given = bytesOf(bytes);
  if (!given) throw new ConfigError("decode: takes a Uint8Array");
  return decodeAt(readBytes(call(core.term_check, writeBytes(given))), 1);
}
