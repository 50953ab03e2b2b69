// @ts-check
// The values that hold no others, looked at before they are written.

import { call, core, writeBytes } from "../border/core.js";
import { WaxsealError } from "../border/errors.js";
import { VERSION, putAtom, putBigint, putFloat, putPlain } from "./scalars.js";
import { isWellFormed } from "../border/well_formed.js";
import { Wrong, describe } from "./wrong.js";

/** @typedef {import("./writer.js").Writer} Writer */

/** In `src/term/decode.rs`. */
const BIGNUM = 8192;

/** @param {Writer} writer @param {null | boolean | number | string} value @param {boolean} otp25 */
export function putPlainOf(writer, value, otp25) {
  if (typeof value === "string") checkText(value);
  else if (typeof value === "number" && !Number.isFinite(value)) throw new Wrong(`is ${Number.isNaN(value) ? "NaN" : "infinite"}: put null or a finite number, or delete the key`);
  putPlain(writer, value, otp25);
}

/** @param {string} text */
function checkText(text) {
  if (!isWellFormed(text)) throw new Wrong("is a string with half of a surrogate pair in it: put its toWellFormed()");
}

/** @param {Writer} writer @param {bigint} value */
export function putBigintOf(writer, value) {
  const hex = value.toString(16).replace("-", "");
  if (hex.length > BIGNUM * 2) throw new Wrong(`is a bigint of more than ${BIGNUM} bytes`);
  putBigint(writer, value, hex);
}

/** @param {Writer} writer @param {any} name @param {boolean} otp25 */
export function putAtomOf(writer, name, otp25) {
  if (typeof name !== "string") throw new Wrong(`is ${describe(name)}`);
  checkText(name);
  if (name.length > 255 && [...name].length > 255) throw new Wrong("is an atom of more than 255 characters");
  putAtom(writer, name, otp25);
}

/** @param {Writer} writer @param {any} number */
export function putFloatOf(writer, number) {
  if (!Number.isFinite(number)) throw new Wrong("is a Float of no finite number: put null, or delete the key");
  putFloat(writer, number);
}

/** @param {Writer} writer @param {Uint8Array} term */
export function putOpaque(writer, term) {
  try {
    call(core.term_check, writeBytes(new Uint8Array([VERSION]), term));
  } catch (error) {
    throw error instanceof WaxsealError ? new Wrong(`is an Opaque of bytes that are no term: ${error.message}`) : error;
  }
  writer.bytes(term);
}

/** A list of bytes is written as such (`is_external_string` in OTP). @param {readonly unknown[]} items */
export function isByteList(items) {
  // Not by every, which passes over what a sparse array has not.
  for (const item of items) if (!isByte(item)) return false;
  return true;
}

/** @param {unknown} item */
export function isByte(item) {
  return typeof item === "number" ? (item & 0xff) === item && !Object.is(item, -0) : typeof item === "bigint" && item >= 0n && item < 256n;
}
