// @ts-check
// The order in which `term_to_binary` writes a map's pairs, where the keys are strings.

/** Up to here a map is in the order of its keys (`MAP_SMALL_MAP_LIMIT`), above it in Erlang's own. */
const SORTED_PAIRS = 32;

/** Puts a map's keys in order. False if one is no string: then that is for the core to do. @param {unknown[]} keys @returns {boolean} */
export function inOrder(keys) {
  let isSorted = true;
  for (let at = 0; at < keys.length; at += 1) {
    if (typeof keys[at] !== "string") return false;
    isSorted &&= at === 0 || compare(/** @type {string} */ (keys[at - 1]), /** @type {string} */ (keys[at])) < 0;
  }
  if (!isSorted && keys.length <= SORTED_PAIRS) /** @type {string[]} */ (keys).sort(compare);
  return true;
}

/** As their UTF-8 goes. @param {string} left @param {string} right */
function compare(left, right) {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

/** UTF-16 has the characters beyond U+FFFF, as surrogates, before those from U+E000 on. @param {number} unit */
function rank(unit) {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
