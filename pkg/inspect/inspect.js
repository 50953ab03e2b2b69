// @ts-check
// What was pasted, told apart: a session's cookie, or a token. Pure.
import { claimed, tokenOf } from "./claimed.js";
import { dissect } from "./dissect.js";
import { inspectSession } from "./inspect-cookie.js";
import { inspectToken } from "./inspect-token.js";
import { cookiesIn } from "./pasted.js";

/** Of so many cookies it is found out which one opens. */
const MOST_TRIED = 8;

/**
 * @typedef {{ key: string, salt: string, maxAge: string, now: number }} Given the form's: the session's name, a token's salt and max_age;
 * the time in seconds
 */

/** @param {string} pasted @param {{ chosen?: number, keysets: any[], given: Given }} options `chosen`: which of several cookies */
export function inspectPasted(pasted, { chosen, keysets, given }) {
  const found = cookiesIn(pasted);
  const read = { cookies: found.cookies, as: found.as };
  const one = (/** @type {number} */ at) => ({ ...inspectOne(read.cookies[at], keysets, given), read, chosen: at });
  if (chosen !== undefined && chosen < read.cookies.length) return one(chosen);
  // Several, and nobody has said which: the first that opens.
  const first = one(0);
  if (first.ok) return first;
  for (let at = 1; at < Math.min(MOST_TRIED, read.cookies.length); at += 1) {
    const other = one(at);
    if (other.ok) return other;
  }
  return first;
}

/**
 * @param {{ name?: string, value: string }} cookie @param {any[]} keysets @param {Given} given
 * @param {"session" | "token"} [as] what it is known to be
 */
export function inspectOne(cookie, keysets, given, as) {
  const session = () => inspectSession({ ...cookie, name: cookie.name ?? given.key }, keysets);
  const token = () => inspectToken(cookie, keysets, given);
  if (as) return as === "token" ? token() : session();
  const says = claimed(dissect(cookie.value));
  if (says) return tokenOf(says.session) ? token() : session();
  // What is encrypted does not say what it is.
  const first = session();
  if (first.ok || first.token.kind !== "xcp") return first;
  const other = token();
  return other.opened || given.salt ? other : first;
}
