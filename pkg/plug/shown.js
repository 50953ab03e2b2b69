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
 * The changes that are left to be put on what the response carries. A key of which that has a value of its own keeps it: a log-in of the app
 * behind holds, though the session was cleared here before. Where it has what the request came with, or nothing, nobody there spoke of it.
 * @param {State} state @param {State} base what the response carries
 */
export function leftAfter(state, base) {
  return state.changes.after(keysIn(state), (key) => {
    const there = valueIn(base, key);
    return there !== undefined && !isSame(there, valueIn(state, key));
  });
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

/** Values of a serializer are the same if they are one: what cannot be told is the newer one. @param {[unknown]} one @param {[unknown] | undefined} other */
function isSame([one], other) {
  if (other === undefined) return false;
  const [there] = other;
  return Object.is(one, there) || (one instanceof Uint8Array && sameBytes(one, there));
}
