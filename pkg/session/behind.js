// @ts-check
// The session behind what a framework has for one, such as React Router's.

/** @typedef {import("./session.js").Session} Session */

/** @type {WeakMap<object, Session>} */
const sessions = new WeakMap();

/** @param {object} own the framework's @param {Session} session */
export function standBehind(own, session) {
  sessions.set(own, session);
}

/** @param {any} own @returns {Session | undefined} */
export function sessionBehind(own) {
  return own !== null && typeof own === "object" ? sessions.get(own) : undefined;
}

/** What it stands for; itself, if it is no framework's. @template {Session} Given @param {Given} given @returns {Session} */
export function sessionOf(given) {
  return sessionBehind(given) ?? given;
}
