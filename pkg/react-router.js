// @ts-check
// React Router (and Remix): a SessionStorage over sessions of this package.

import { ConfigError } from "./border/errors.js";
import { ownOptions } from "./border/own.js";
import { routerSession, sessionBehind } from "./frameworks/router_session.js";
import { lasting } from "./plug/set_cookie.js";

/** @typedef {import("./session/session.js").Session} Session */

/** What `commitSession` takes besides the session: of the cookie's options those that may differ from one log-in to another. */
const OPTIONS = ["maxAge", "expires"];

/** @param {import("./plug/sessions.js").Sessions} sessions @param {{ conn?: any }} [options] */
export function sessionStorage(sessions, options = {}) {
  const { conn } = ownOptions("sessionStorage", options);
  const fetch = async (/** @type {any} */ source) => sessions.fetch(source, typeof conn === "function" ? await conn(source) : conn);

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
      const given = options === undefined ? {} : ownOptions("commitSession", options);
      const other = Object.keys(given).find((name) => given[name] !== undefined && !OPTIONS.includes(name));
      if (other !== undefined) throw new ConfigError(`commitSession: takes maxAge (seconds) and expires (a Date); ${other.slice(0, 40)} is given to createSessions`);
      const session = await behind("commitSession", own);
      // Of a session that was only read the cookie is sent again: an empty header would go out as one.
      const header = (sessions.isSent(session) ? undefined : await sessions.commit(session)) ?? sessions.again(session);
      return lasting(header, given.maxAge, given.expires);
    },
    async destroySession(/** @type {any} */ own) {
      const session = await behind("destroySession", own);
      if (!sessions.isSent(session)) await sessions.commit(session.drop());
      return sessions.deletion(session);
    },
  };
}

