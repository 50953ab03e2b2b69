// @ts-check
// The text in a term's bytes.

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts up to here are read by character: beyond it the platform's decoder is faster. */
const SHORT = 24;

/** Eight at a time: a string is made for each call. @param {Uint8Array} bytes @param {number} at @param {number} end */
export function latin1(bytes, at, end) {
  let text = "";
  for (; at + 8 <= end; at += 8) {
    text += String.fromCharCode(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]);
  }
  for (; at < end; at += 1) text += String.fromCharCode(bytes[at]);
  return text;
}

/** What is no UTF-8 becomes U+FFFD. @param {Uint8Array} bytes @param {number} start @param {number} end */
export function utf8(bytes, start, end) {
  return isShortAscii(bytes, start, end) ? latin1(bytes, start, end) : decoder.decode(bytes.subarray(start, end));
}

/** A binary: its text, or the bytes where it is none. @param {Uint8Array} bytes @param {number} start @param {number} end */
export function utf8OrBytes(bytes, start, end) {
  if (isShortAscii(bytes, start, end)) return latin1(bytes, start, end);
  // Not by an exception: a hundred thousand of them fit into a small cookie.
  if (end - start <= SHORT && !isUtf8(bytes, start, end)) return bytes.slice(start, end);
  const text = decoder.decode(bytes.subarray(start, end));
  return text.includes("\ufffd") && !isUtf8(bytes, start, end) ? bytes.slice(start, end) : text;
}

/** @param {Uint8Array} bytes @param {number} at @param {number} end */
function isShortAscii(bytes, at, end) {
  if (end - at > SHORT) return false;
  let all = 0;
  for (; at < end; at += 1) all |= bytes[at];
  return all < 0x80;
}

/** As the Unicode standard has it, table 3-7. @param {Uint8Array} bytes @param {number} at @param {number} end */
function isUtf8(bytes, at, end) {
  while (at < end) {
    const lead = bytes[at];
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (lead < 0xc2 || lead > 0xf4 || at + more >= end) return false;
    const second = bytes[at + 1];
    // Neither longer than it has to be, nor half of a surrogate pair, nor beyond the last character.
    if (second < (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80)) return false;
    if (second > (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf)) return false;
    for (let tail = at + 2; tail <= at + more; tail += 1) if ((bytes[tail] & 0xc0) !== 0x80) return false;
    at += more + 1;
  }
  return true;
}
