// The sessions that everything is measured with: the demo's own, a login, a Phoenix app's, and one with a full cart.

import { bytesOf, payloads } from "../www/public/js/measure-payloads.js";

/** Bytes of their JSON. */
export const SIZES = payloads.map(bytesOf);

/** How many there are of each: a contestant that remembers its last cookie gains nothing. */
export const VARIANTS = 8;

/** The sessions of that size, each of another user. @param {number} size @returns {Record<string, unknown>[]} */
export function sessionsOf(size) {
  const payload = payloads[SIZES.indexOf(size)];
  return Array.from({ length: VARIANTS }, (_, variant) => ({ ...payload, user_id: payload.user_id + variant }));
}
