// @ts-check
// Text that has a UTF-8.

/** A lone surrogate has no UTF-8, and would silently become something else. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** @param {any} text @returns {boolean} */
export function isWellFormed(text) {
  // Not yet in every browser.
  return text.isWellFormed ? text.isWellFormed() : !LONE_SURROGATE.test(text);
}
