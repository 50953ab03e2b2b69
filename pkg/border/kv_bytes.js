// @ts-check
// What a client gave for a record: its bytes, or an error. Text or a number would make an array of no bytes, and an empty record is
// a session that is gone.

/** @param {unknown} found @returns {Uint8Array<ArrayBuffer>} a copy */
export function bytesFrom(found) {
  if (ArrayBuffer.isView(found)) return new Uint8Array(found.buffer, found.byteOffset, found.byteLength).slice();
  // An ArrayBuffer, also of another realm; D1 gives an array.
  const what = Object.prototype.toString.call(found);
  if (what === "[object ArrayBuffer]" || Array.isArray(found)) return new Uint8Array(/** @type {any} */ (found));
  throw new TypeError(`the client gave ${what} for a record where bytes are wanted: is it one of a supported version?`);
}
