// @ts-check
// How long the terms in checked bytes are, and where a map has a key. Nothing is decoded here.

const BINARY = 109;
const BIT_BINARY = 77;
/** A map's tag and its count of pairs. */
export const MAP_HEAD = 5;

/** @param {Uint8Array} bytes @param {number} at */
export function u16(bytes, at) {
  return (bytes[at] << 8) | bytes[at + 1];
}

/** @param {Uint8Array} bytes @param {number} at */
export function u32(bytes, at) {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** Where the term ends that begins at `at`. @param {Uint8Array} bytes @param {number} at @returns {number} */
export function skip(bytes, at) {
  for (let owed = 1; owed > 0; owed -= 1) {
    switch (bytes[at]) {
      case 97: at += 2; break; // SMALL_INTEGER
      case 98: at += 5; break; // INTEGER
      case 70: at += 9; break; // NEW_FLOAT
      case 99: at += 32; break; // FLOAT
      case 106: at += 1; break; // NIL
      case BINARY: at += 5 + u32(bytes, at + 1); break;
      case BIT_BINARY: at += 6 + u32(bytes, at + 1); break;
      case 107: at += 3 + u16(bytes, at + 1); break; // STRING
      case 110: at += 3 + bytes[at + 1]; break; // SMALL_BIG
      case 111: at += 6 + u32(bytes, at + 1); break; // LARGE_BIG
      case 108: owed += u32(bytes, at + 1) + 1; at += 5; break; // LIST
      case 104: owed += bytes[at + 1]; at += 2; break; // SMALL_TUPLE
      case 105: owed += u32(bytes, at + 1); at += 5; break; // LARGE_TUPLE
      case 116: owed += 2 * u32(bytes, at + 1); at += MAP_HEAD; break;
      case 88: at = atomEnd(bytes, at + 1) + 12; break; // NEW_PID
      case 103: at = atomEnd(bytes, at + 1) + 9; break; // PID
      case 90: at = atomEnd(bytes, at + 3) + 4 + 4 * u16(bytes, at + 1); break; // NEWER_REFERENCE
      case 114: at = atomEnd(bytes, at + 3) + 1 + 4 * u16(bytes, at + 1); break; // NEW_REFERENCE
      case 101: at = atomEnd(bytes, at + 1) + 5; break; // REFERENCE
      default: at = atomEnd(bytes, at);
    }
  }
  return at;
}

/** @param {Uint8Array} bytes @param {number} at of ATOM (100), SMALL_ATOM (115), or the same in UTF-8 (118, 119) */
function atomEnd(bytes, at) {
  const isSmall = bytes[at] === 115 || bytes[at] === 119;
  return isSmall ? at + 2 + bytes[at + 1] : at + 3 + u16(bytes, at + 1);
}

const encoder = new TextEncoder();

/**
 * Where the value of a string key begins; -1 if there is none. What has another key is out of reach, as in Plug.
 * @param {Uint8Array} bytes @param {number} at of a map @param {string} key @returns {number}
 */
export function find(bytes, at, key) {
  let left = u32(bytes, at + 1);
  at += MAP_HEAD;
  for (; left > 0; left -= 1) {
    const value = skip(bytes, at);
    const start = textOf(bytes, at);
    if (start > 0 && isText(bytes, start, value, key)) return value;
    at = skip(bytes, value);
  }
  return -1;
}

/** Where a binary's bytes begin; 0 if the term is none. A bitstring of whole bytes is one too. @param {Uint8Array} bytes @param {number} at */
export function textOf(bytes, at) {
  // A list without items is its tail.
  while (bytes[at] === 108 && u32(bytes, at + 1) === 0) at += 5;
  if (bytes[at] === BINARY) return at + 5;
  const isWhole = bytes[at] === BIT_BINARY && (bytes[at + 5] === 8 || u32(bytes, at + 1) === 0);
  return isWhole ? at + 6 : 0;
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end @param {string} key */
function isText(bytes, start, end, key) {
  // No UTF-8 is shorter than its text has UTF-16.
  if (end - start < key.length) return false;
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    if (code >= 0x80) return isUtf8(bytes, start, end, encoder.encode(key));
    if (bytes[start + at] !== code) return false;
  }
  return end - start === key.length;
}

/** @param {Uint8Array} bytes @param {number} start @param {number} end @param {Uint8Array} key */
function isUtf8(bytes, start, end, key) {
  return end - start === key.length && key.every((byte, at) => bytes[start + at] === byte);
}
