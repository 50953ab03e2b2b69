// @ts-check
// What an app behind is shown of a session (`forward`). It answers with its own: what that says of a key that was changed before is newer.

import { sameBytes } from "../border/bytes.js";
import { mapAt } from "../session/flat.js";
import { keysOf } from "../term/keys.js";
import { find, skip } from "../term/skip.js";

/** @typedef {import("../session/session.js").State} State */

/**
 * What an app behind is to be given: with what goes into the session only when it is sent, as that app may show the next page.
 * @template T @param {State} state @param {() => T} seal @returns {T}
 */
export function withPending(state, seal) {
  const { changes, beforeForward, sent } = state;
  if (sent || !beforeForward) return seal();
  state.changes = changes.copy();
  try {
    for (const hook of beforeForward) hook();
    return seal();
  } finally {
    state.changes = changes;
  }
}

/**
 * The changes that are left to be put on what the response carries. An app that was shown them has the last word: a log-in there holds, though the
 * session was cleared here before, and be it the same user's. Where it has all of that as the request came, nobody there was shown anything.
 * @param {State} state @param {State} base what the response carries
 */
export function leftAfter(state, base) {
  const isAsItCame = (/** @type {string} */ key) => isSame(valueIn(base, key), valueIn(state, key));
  return state.changes.after(keysIn(state), isAsItCame, (key) => valueIn(base, key) !== undefined);
}

/** @param {State} state @returns {string[]} */
function keysIn({ bytes, values }) {
  return values ? [...values.keys()].filter((key) => typeof key === "string") : keysOf(bytes, mapAt(bytes));
}

/** A value as it stands there: the bytes of a term in a list, or whatever a serializer of the user's made. @param {State} state @param {string} key @returns {[unknown] | undefined} */
function valueIn({ bytes, values }, key) {
  if (values) return values.has(key) ? [values.get(key)] : undefined;
  const at = find(bytes, mapAt(bytes), key);
  return at < 0 ? undefined : [bytes.subarray(at, skip(bytes, at))];
}

/** Values of a serializer are the same if they are one: what cannot be told is the newer one. @param {[unknown] | undefined} first @param {[unknown] | undefined} second */
function isSame(first, second) {
  if (first === undefined || second === undefined) return first === second;
  const [[one], [there]] = [first, second];
  return Object.is(one, there) || (one instanceof Uint8Array && sameBytes(one, there));
}
