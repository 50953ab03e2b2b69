// @ts-check
// Bytes, base64, hex and text with what every runtime has.

/** @param {string} base64 standard, padded */
export const fromBase64 = (base64) => fromLatin1(atob(base64));

/** @param {string} text base64url without padding, read as leniently as Elixir does */
export const fromBase64Url = (text) => fromBase64(text.replace(/-/g, "+").replace(/_/g, "/"));

/** @param {Uint8Array} bytes */
export const toBase64Url = (bytes) => btoa(toLatin1(bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** One byte a character, as headers are handed around in JavaScript. @param {Uint8Array} bytes */
export function toLatin1(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** @param {string} text */
export const fromLatin1 = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** @param {string} hex */
export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The text, or the bytes themselves if they are not UTF-8: what a binary is in JavaScript. @param {Uint8Array} bytes */
export function textOrBytes(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** @param {...Uint8Array} parts */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A header of a vector, one byte a character. @param {string} base64 */
export const headerText = (base64) => atob(base64);
