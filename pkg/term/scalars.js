// @ts-check
// What a term holds that holds no other terms, as Erlang's external term format has it.

/** @typedef {import("./writer.js").Writer} Writer */

/** The tags that are written here and in term_encode.js. */
export const VERSION = 131;
export const BINARY = 109;
export const LIST = 108;
export const MAP = 116;
export const NIL = 106;
export const STRING = 107;
const NEW_FLOAT = 70;
const SMALL_INTEGER = 97;
const INTEGER = 98;
const ATOM = 100;
const SMALL_BIG = 110;
const LARGE_BIG = 111;
const ATOM_UTF8 = 118;
const SMALL_ATOM_UTF8 = 119;

const encoder = new TextEncoder();
const float = new DataView(new ArrayBuffer(8));
const floatBytes = new Uint8Array(float.buffer);

/** nil, true and false, as OTP 26 has them. */
const NIL_ATOM = new Uint8Array([SMALL_ATOM_UTF8, 3, 110, 105, 108]);
const TRUE_ATOM = new Uint8Array([SMALL_ATOM_UTF8, 4, 116, 114, 117, 101]);
const FALSE_ATOM = new Uint8Array([SMALL_ATOM_UTF8, 5, 102, 97, 108, 115, 101]);

/** @param {Writer} writer @param {string} name of at most 255 characters @param {boolean} otp25 in Latin-1 where that can be */
export function putAtom(writer, name, otp25) {
  if (otp25 && /^[\0-\xff]*$/.test(name)) {
    writer.bytes([ATOM, 0, name.length]);
    for (let at = 0; at < name.length; at += 1) writer.byte(name.charCodeAt(at));
    return;
  }
  const bytes = encoder.encode(name);
  if (bytes.length < 256) writer.pair(SMALL_ATOM_UTF8, bytes.length);
  else writer.bytes([ATOM_UTF8, bytes.length >> 8, bytes.length & 0xff]);
  writer.bytes(bytes);
}

/** An integer if it is one and safe, else a float; -0 is a float. @param {Writer} writer @param {number} number that is finite */
function putNumber(writer, number) {
  if (!Number.isSafeInteger(number) || Object.is(number, -0)) return putFloat(writer, number);
  if (number >= 0 && number < 256) return writer.pair(SMALL_INTEGER, number);
  if (number === (number | 0)) return writer.tagged(INTEGER, number);
  const magnitude = [];
  for (let rest = Math.abs(number); rest > 0; rest = Math.floor(rest / 256)) magnitude.push(rest % 256);
  return writer.bytes([SMALL_BIG, magnitude.length, number < 0 ? 1 : 0, ...magnitude]);
}

/** @param {Writer} writer @param {number} number that is finite */
export function putFloat(writer, number) {
  float.setFloat64(0, number);
  writer.byte(NEW_FLOAT);
  writer.bytes(floatBytes);
}

/** @param {Writer} writer @param {bigint} number @param {string} hex its magnitude */
export function putBigint(writer, number, hex) {
  if (BigInt.asIntN(32, number) === number) return putNumber(writer, Number(number));
  const magnitude = [];
  for (let end = hex.length; end > 0; end -= 2) magnitude.push(parseInt(hex.slice(Math.max(end - 2, 0), end), 16));
  if (magnitude.length < 256) writer.bytes([SMALL_BIG, magnitude.length]);
  else writer.tagged(LARGE_BIG, magnitude.length);
  writer.byte(number < 0n ? 1 : 0);
  return writer.bytes(magnitude);
}

/** What is written as it is, whenever that happens. @typedef {null | boolean | number | string} Plain */

/** @param {Writer} writer @param {Plain} value a number that is finite, a string that is well-formed @param {boolean} otp25 */
export function putPlain(writer, value, otp25) {
  if (typeof value === "string") writer.counted(BINARY, value);
  else if (typeof value === "number") putNumber(writer, value);
  else if (otp25) putAtom(writer, value === null ? "nil" : String(value), otp25);
  else writer.bytes(value === null ? NIL_ATOM : value ? TRUE_ATOM : FALSE_ATOM);
}
