// @ts-check
// What a client gave, as bytes or as a yes or no; or an error. Nothing is guessed: text or a number taken for bytes would make an
// empty record, which is a session that is gone, and an answer taken for "no" would be a write that was lost.

/** @param {unknown} found @returns {Uint8Array<ArrayBuffer>} a copy */
export function bytesFrom(found) {
  if (ArrayBuffer.isView(found)) return new Uint8Array(found.buffer, found.byteOffset, found.byteLength).slice();
  // An ArrayBuffer, also of another realm; D1 gives an array.
  const what = Object.prototype.toString.call(found);
  if (what === "[object ArrayBuffer]" || Array.isArray(found)) return new Uint8Array(/** @type {any} */ (found));
  throw new TypeError(`the client gave ${what} for a record where bytes are wanted: is it one of a supported version?`);
}

/**
 * Whether a write was done, in the client's own words for it.
 * @template Answer @param {Answer} answer @param {(answer: Answer) => boolean} isYes @param {(answer: Answer) => boolean} isNo
 */
export function written(answer, isYes, isNo) {
  if (isYes(answer)) return true;
  if (isNo(answer)) return false;
  throw new TypeError(`the client gave ${Object.prototype.toString.call(answer)} for a write: whether it was done is not known`);
}
