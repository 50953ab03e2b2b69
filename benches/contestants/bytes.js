// Text and bytes by the platform's fastest means, as far as they are as fast for short texts as for long ones.

const { Buffer, Deno } = globalThis;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As a Buffer where there is one. @type {(memory: ArrayBuffer, at: number, length: number) => Uint8Array} */
export const viewOf = Buffer ? (memory, at, length) => Buffer.from(memory, at, length) : (memory, at, length) => new Uint8Array(memory, at, length);

/** Room for any message here. */
export const scratch = () => viewOf(new ArrayBuffer(16_384), 0, 16_384);

/** The length is named, as workerd takes the whole buffer's by default. @returns {number} bytes written @type {(text: string, into: Uint8Array, at: number) => number} */
export const writeText = Buffer
  ? (text, into, at) => into.utf8Write(text, at, into.length - at)
  : (text, into, at) => encoder.encodeInto(text, at === 0 ? into : into.subarray(at)).written;

/** Text that is ASCII. In Deno latin1Write takes microseconds. */
export const writeAscii = Buffer && !Deno ? (text, into, at) => into.latin1Write(text, at, into.length - at) : writeText;

/** In Deno utf8Slice takes microseconds. @type {(from: Uint8Array, begin: number, end: number) => string} */
export const readText = Buffer && !Deno ? (from, begin, end) => from.utf8Slice(begin, end) : (from, begin, end) => decoder.decode(from.subarray(begin, end));

/** @type {(from: Uint8Array, begin: number, end: number) => string} */
export const toBase64url = Buffer
  ? (from, begin, end) => from.base64urlSlice(begin, end)
  : Uint8Array.prototype.toBase64
    ? (from, begin, end) => from.subarray(begin, end).toBase64({ alphabet: "base64url", omitPadding: true })
    : (from, begin, end) => btoa(String.fromCharCode(...from.subarray(begin, end))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const fromBase64url = { alphabet: "base64url" };
/** @returns {number} bytes written; where Buffer decodes, what is no base64url is left out @type {(text: string, into: Uint8Array, at: number) => number} */
export const writeBase64url = Buffer && !Uint8Array.prototype.setFromBase64
  ? (text, into, at) => into.base64urlWrite(text, at, into.length - at)
  : Uint8Array.prototype.setFromBase64
    ? (text, into, at) => (at === 0 ? into : into.subarray(at)).setFromBase64(text, fromBase64url).written
    : (text, into, at) => {
        const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
        for (let index = 0; index < bytes.length; index += 1) into[at + index] = bytes.charCodeAt(index);
        return bytes.length;
      };

/** In constant time. @param {string} left @param {string} right */
export function sameText(left, right) {
  let differ = left.length ^ right.length;
  for (let at = 0; at < left.length; at += 1) differ |= left.charCodeAt(at) ^ right.charCodeAt(at);
  return differ === 0;
}

/** Nonces of that many bytes, drawn by the thousand. */
export function nonces(length) {
  const pool = new Uint8Array(Math.floor(65_536 / length) * length);
  let used = pool.length;
  return () => {
    if (used === pool.length) { crypto.getRandomValues(pool); used = 0; }
    return pool.subarray(used, (used += length));
  };
}
