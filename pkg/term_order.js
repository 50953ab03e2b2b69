// @ts-check
// The order in which `term_to_binary` writes a map's pairs, where the keys are strings.

/** Up to here a map is in the order of its keys (`MAP_SMALL_MAP_LIMIT`), above it in Erlang's own. */
const SORTED_PAIRS = 32;

/**
 * The pairs in order; none if a key is no string, which is the core's to say.
 * @template {[unknown, unknown]} T @param {T[]} pairs @returns {T[] | undefined}
 */
export function inOrder(pairs) {
  if (!pairs.every(([key]) => typeof key === "string")) return undefined;
  if (pairs.length > SORTED_PAIRS) return pairs;
  return pairs.sort(([left], [right]) => compare(/** @type {string} */ (left), /** @type {string} */ (right)));
}

/** As their UTF-8 goes. @param {string} left @param {string} right */
function compare(left, right) {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return left.length - right.length;
}

/** UTF-16 has the characters beyond U+FFFF, as surrogates, before those from U+E000 on. @param {number} unit */
function rank(unit) {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
