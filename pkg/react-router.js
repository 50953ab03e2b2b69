// @ts-check
// React Router (and Remix): a SessionStorage over sessions of this package.

import { ConfigError } from "./border/errors.js";
import { ownOptions } from "./border/own.js";

/** @typedef {import("./session/session.js").Session} Session */

/** The session behind each of React Router's. @type {WeakMap<object, Session>} */
const sessionOf = new WeakMap();

const flashed = (/** @type {string} */ name) => `__flash_${name}__`;

/** @param {Session} session React Router's session over ours */
function routerSession(session) {
  const own = {
    /** There is nothing in it for a program. */
    id: "",
    get data() {
      return session.toObject();
    },
    has: (/** @type {string} */ name) => session.has(name) || session.has(flashed(name)),
    get(/** @type {string} */ name) {
      if (session.has(name)) return session.get(name);
      const value = session.get(flashed(name));
      // Read once: a flash is gone after it.
      if (session.has(flashed(name))) session.delete(flashed(name));
      return value;
    },
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => void session.put(name, value),
    flash: (/** @type {string} */ name, /** @type {unknown} */ value) => void session.put(flashed(name), value),
    unset: (/** @type {string} */ name) => void session.delete(name),
  };
  sessionOf.set(own, session);
  return own;
}

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any }} [options] */
export function sessionStorage(sessions, options = {}) {
  const { conn } = ownOptions("sessionStorage", options);
  const behind = (/** @type {string} */ call, /** @type {object} */ own, /** @type {unknown} */ options) => {
    const session = sessionOf.get(own);
    if (!session) throw new ConfigError(`${call}: takes a session of this storage's getSession`);
    if (options !== undefined) throw new ConfigError(`${call}: takes no options; the cookie's are given to createSessions`);
    return session;
  };
  const commit = async (/** @type {Session} */ session) => (await sessions.commit(session)) ?? "";
  return {
    getSession: async (/** @type {any} */ cookieHeader) => routerSession(await sessions.fetch(cookieHeader, conn)),
    commitSession: async (/** @type {object} */ own, /** @type {unknown} */ options) => commit(behind("commitSession", own, options)),
    destroySession: async (/** @type {object} */ own, /** @type {unknown} */ options) => commit(behind("destroySession", own, options).drop()),
  };
}
