// @ts-check
// For which request a response was given a session's cookie. One without a body can be handed out again and again, as a constant of the app's is:
// what was put on it for an earlier request is nobody else's.

/** @typedef {import("../session/session.js").State} State */

/** On the response itself: a WeakMap costs as much as all else that is done with a request. */
const CARRIER = Symbol("waxseal.carrier");

/** @param {any} response one that is frozen keeps nothing @param {State} state */
export function carries(response, { born }) {
  if (Object.isExtensible(response)) response[CARRIER] = born;
}

/** A layer within this one asked for its session later, or of the same request. @param {any} response @param {State} state */
export function carriesEarlier(response, { born }) {
  return response[CARRIER] < born;
}
