// @ts-check
// The text in a term's bytes.

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Texts up to here are read a character at a time: beyond it the platform's decoder is faster. */
const SHORT = 24;

/** @param {Uint8Array} bytes @param {number} start @param {number} end */
export function latin1(bytes, start, end) {
  let text = "";
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at]);
  return text;
}

/** What is no UTF-8 becomes U+FFFD. @param {Uint8Array} bytes @param {number} start @param {number} end */
export function utf8(bytes, start, end) {
  if (end - start <= SHORT) {
    let isAscii = true;
    for (let at = start; at < end; at += 1) isAscii &&= bytes[at] < 0x80;
    if (isAscii) return latin1(bytes, start, end);
  }
  return decoder.decode(bytes.subarray(start, end));
}

/** A binary: its text, or the bytes where it is none. @param {Uint8Array} bytes @param {number} start @param {number} end */
export function utf8OrBytes(bytes, start, end) {
  const text = utf8(bytes, start, end);
  if (!text.includes("\ufffd")) return text;
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    return bytes.slice(start, end);
  }
}
