// @ts-check
// A page of an owner's index: what stands on it, as bytes. How it is sealed, and where it is, stands in `src/store/kv/owner.rs`.
//
//   page    leaves (u64 le), then entries
//   entry   as in `src/store/entry.rs`
//
// `leaves`: until when there may be something on the pages from 1 on; 0 if there never was. Times are milliseconds since 1970. Nothing
// of it opens a session.

/**
 * @typedef {object} Entry one session of the owner's
 * @property {string} hash of the sid, hexadecimal: its record's key without the prefix
 * @property {number} created @property {number} seen @property {number} until after which it is over in any case
 * @property {number} idle seconds without use after which it is over
 * @property {string} note
 */
/** @typedef {{ leaves: number, entries: Entry[] }} Page */

const HASH = 32;
const FIXED = HASH + 8 + 8 + 8 + 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param {Page} page @returns {Uint8Array} */
export function encodePage({ leaves, entries }) {
  const notes = entries.map(({ note }) => encoder.encode(note));
  const bytes = new Uint8Array(notes.reduce((sum, note) => sum + 2 + FIXED + note.length, 8));
  const view = new DataView(bytes.buffer);
  let at = 0;
  const put = (/** @type {number} */ time) => view.setBigUint64((at += 8) - 8, BigInt(time), true);
  put(leaves);
  for (const [index, { hash, created, seen, until, idle }] of entries.entries()) {
    const note = notes[index];
    view.setUint16(at, FIXED + note.length, true);
    at += 2;
    for (let byte = 0; byte < HASH; byte += 1) bytes[at + byte] = Number.parseInt(hash.slice(2 * byte, 2 * byte + 2), 16);
    at += HASH;
    [created, seen, until].forEach(put);
    view.setUint32(at, idle, true);
    bytes.set(note, at + 4);
    at += 4 + note.length;
  }
  return bytes;
}

/** @param {Uint8Array} bytes @returns {Page | undefined} undefined if they are no page */
export function decodePage(bytes) {
  try {
    const page = { leaves: Number(viewOf(bytes).getBigUint64(0, true)), entries: /** @type {Entry[]} */ ([]) };
    for (let at = 8; at < bytes.length; ) {
      const length = viewOf(bytes).getUint16(at, true);
      at += 2 + length;
      if (at > bytes.length) return undefined;
      page.entries.push(decodeEntry(bytes.subarray(at - length, at)));
    }
    return page;
  } catch {
    // Something is cut off, or no text.
    return undefined;
  }
}

/** Without its length. Throws where something is cut off. @param {Uint8Array} bytes @returns {Entry} */
export function decodeEntry(bytes) {
  const view = viewOf(bytes);
  const time = (/** @type {number} */ at) => Number(view.getBigUint64(HASH + at, true));
  return { hash: hex(bytes.subarray(0, HASH)), created: time(0), seen: time(8), until: time(16), idle: view.getUint32(HASH + 24, true), note: decoder.decode(bytes.subarray(FIXED)) };
}

/** @param {Uint8Array} bytes */
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
}

/** How much an entry takes, in bytes. @param {Entry} entry */
export function sizeOf({ note }) {
  return 2 + FIXED + encoder.encode(note).length;
}
