// @ts-check
// React Router (and Remix): a SessionStorage over sessions of this package.

import { ConfigError } from "./border/errors.js";
import { apart } from "./border/joined_cookies.js";
import { checkNames, readObject } from "./border/options.js";
import { routerSession } from "./frameworks/router_session.js";
import { sessionBehind } from "./session/behind.js";
import { stateOf } from "./session/session.js";
import { COOKIE_OPTIONS } from "./store/known_options.js";
import { readConnOption } from "./plug/conn_option.js";
import { checkLasting, lasting } from "./plug/set_cookie.js";

/** @typedef {import("./session/session.js").Session} Session */

/** Of the cookie's options those that may differ from one log-in to another. */
const OPTIONS = ["maxAge", "expires"];

/** Of `Reason` in `src/error.rs`: a sid that the service does not know, or not any more. */
const GONE = [11, 14];

/**
 * Whether there was a session under the request's sid, or is one that is not seen here yet: in the browser there may be a new log-in's cookie by
 * now. What is sent is to delete none, and so it names one that nobody has.
 * @param {Session} session
 */
function mayBeElsewhere(session) {
  const { bytes, setCookie } = stateOf(session);
  return setCookie === undefined && GONE.includes(bytes[3]);
}

/**
 * What `commitSession` and `destroySession` take besides the session. React Router's own examples write `maxAge: remember ? 604_800 :
 * undefined`: here undefined is not given.
 * @param {string} call @param {unknown} options @param {string[]} names @returns {Record<string, any>}
 */
function cookieOptions(call, options, names) {
  const given = options === undefined ? {} : readObject(call, options);
  const others = Object.entries(given).filter(([name]) => !names.includes(name));
  const meant = (/** @type {string} */ name) => (COOKIE_OPTIONS.includes(name) ? "the cookie's options are given to createSessions" : undefined);
  checkNames(Object.fromEntries(others), { names, meant }, `${call}: `);
  return given;
}

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any }} [options] */
export function sessionStorage(sessions, options = {}) {
  const { conn } = readConnOption("sessionStorage", options, sessions);
  // Whoever has a text has it of a request's headers.
  const fetch = async (/** @type {any} */ source) => sessions.fetch(typeof source === "string" ? apart(source) : source, typeof conn === "function" ? await conn(source) : conn);

  /** The session behind React Router's; of one that its own `createSession` made, a new one with the same data. @param {string} call @param {any} own */
  const behind = async (call, own) => {
    const session = sessionBehind(own);
    if (session) return session;
    if (own === null || typeof own !== "object" || typeof own.get !== "function" || typeof own.data !== "object" || own.data === null) {
      throw new ConfigError(`${call}: takes a session of getSession, or one that createSession made`);
    }
    const made = await fetch(undefined);
    for (const [name, value] of Object.entries(own.data)) made.put(name, value);
    return made;
  };

  return {
    getSession: async (/** @type {any} */ cookieHeader) => routerSession(await fetch(cookieHeader)),
    async commitSession(/** @type {any} */ own, /** @type {any} */ options) {
      const given = cookieOptions("commitSession", options, OPTIONS);
      checkLasting(given.maxAge, given.expires);
      const session = await behind("commitSession", own);
      // Later requests keep it, which say nothing of it.
      if (given.maxAge > 0 && !sessions.isSent(session)) session.configure({ maxAge: given.maxAge });
      // Of a session that was only read the cookie is sent again: an empty header would go out as one.
      const header = (sessions.isSent(session) ? undefined : await sessions.commit(session)) ?? sessions.again(session);
      // What deletes a cookie lasts no longer for that.
      if (header !== sessions.deletion(session)) return lasting(header, given.maxAge, given.expires);
      return mayBeElsewhere(session) ? header.replace("=", ".none=") : header;
    },
    async destroySession(/** @type {any} */ own, /** @type {any} */ options) {
      cookieOptions("destroySession", options, []);
      const session = await behind("destroySession", own);
      const deletion = sessions.deletion(session);
      // What was committed before is in the store, and is to end there.
      const last = sessions.isSent(session) ? sessions.again(session) : undefined;
      if (last === undefined) await sessions.commit(session.drop());
      else if (last !== deletion) await sessions.commit((await fetch(last.split(";", 1)[0])).drop());
      return deletion;
    },
  };
}

