// @ts-check
// JavaScript's values in Erlang's external term format.

import { call, core, readBytes, writeBytes } from "../border/core.js";
import { EncodeError } from "../border/errors.js";
import { encodePlain } from "./encode_plain.js";
import { Encoder, LEVELS } from "./encoder.js";
import { Wrong } from "./wrong.js";

export { LEVELS };

/**
 * One term with its version byte.
 * @param {unknown} value @param {During} during the call, for an error @param {string} name the value's name there
 * @param {boolean} [otp25] @param {number} [levels] how many it may nest @returns {Uint8Array}
 */
export function encode(value, during, name, otp25 = false, levels = LEVELS) {
  const term = encodePlain(value, otp25);
  if (term instanceof Uint8Array) return term;
  const { plain, writer, reads } = write(value, during, name, new Encoder(otp25, levels, term));
  if (plain) return writer.written.slice();
  try {
    return normal(writer.written, otp25);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    // Once more, each map by itself: the first that is wrong is told by its path.
    write(value, during, name, new Encoder(otp25, levels, reads, normal));
    throw new EncodeError(`${callOf(during, name)}: ${name} can't be written: ${error.message}`);
  }
}

/** @param {unknown} value @param {During} during @param {string} name @param {Encoder} encoder its own, as code of the user's (a getter) may come back here */
function write(value, during, name, encoder) {
  try {
    encoder.write(value);
    return encoder;
  } catch (error) {
    throw error instanceof Wrong ? error.in(callOf(during, name), name, encoder.open) : error;
  }
}

/** A call as errors have it; given as a function where nearly none is wrong. @typedef {string | ((name: string) => string)} During */

/** @param {During} during @param {string} name */
function callOf(during, name) {
  return typeof during === "function" ? during(name) : during;
}

/** A term as `term_to_binary` writes it. @param {Uint8Array} term with its version byte @param {boolean} otp25 */
export function normal(term, otp25) {
  return readBytes(call(core.term_normal, writeBytes(term), otp25));
}
