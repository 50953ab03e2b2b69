// @ts-check
// React Router's session over ours. A flash is kept under a key of its own, as React Router keeps it.

import { AlreadySentError } from "../border/errors.js";
import { standBehind } from "../session/behind.js";

/** @typedef {import("../session/session.js").Session} Session */

const flashed = (/** @type {string} */ name) => `__flash_${name}__`;

/** @param {Session} session */
export function routerSession(session) {
  const own = {
    /** There is nothing in it for a program. */
    id: "",
    get data() {
      return session.toObject();
    },
    has: (/** @type {string} */ name) => session.has(name) || session.has(flashed(name)),
    get(/** @type {string} */ name) {
      if (session.has(name)) return session.get(name);
      if (!session.has(flashed(name))) return undefined;
      const value = session.get(flashed(name));
      // Read once: a flash is gone after it.
      take(session, flashed(name));
      return value;
    },
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => void session.put(name, value),
    flash: (/** @type {string} */ name, /** @type {unknown} */ value) => void session.put(flashed(name), value),
    unset(/** @type {string} */ name) {
      session.delete(name);
      if (session.has(flashed(name))) session.delete(flashed(name));
    },
  };
  standBehind(own, session);
  return own;
}

/** @param {Session} session @param {string} key */
function take(session, key) {
  try {
    session.delete(key);
  } catch (error) {
    // Read after the commit: it is shown once more.
    if (!(error instanceof AlreadySentError)) throw error;
  }
}
