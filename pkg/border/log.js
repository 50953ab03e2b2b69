// @ts-check
// What `log` is told: why a request has no session.

import { call, core, readText } from "./core.js";
import { ConfigError } from "./errors.js";

/** @typedef {{ reason: string, key: string, store: string }} LogEvent */

/** What is no reason for a request to have no session. */
const EVENTS = new Map(Object.entries({
  dropped_elsewhere: "a change was not kept, as the response deletes the cookie",
  foreign_cookie: "a change was not kept, as no key opens what the response sets for the cookie",
  index_failed: "an owner's index was not brought up to date, for the cookie",
  late_write: "a change was not kept, as another request dropped or renewed the session a moment ago, of the cookie",
  made_private: "shared caches were allowed to store a response, and are not any more, with the cookie",
  put_after_drop: "a change after drop() was not kept (a log-out that leaves a message is clear().renew()), of the cookie",
  shadowed_cookie: "a cookie that is no session stands before one that is, of the name",
  revoked: "a session whose owner's sessions were revoked is not there for the cookie",
  revocation_unknown: "whether a session was revoked could not be asked, and it is let in, for the cookie",
  retired_sid: "a session that another request dropped or renewed a moment ago is not there for the cookie",
  shared_page: "shared caches may store a page that depends on the cookie",
  unanswered: "a change had no answer to go with, after server.upgrade(), for the cookie",
  touch_failed: "the service would not note that a session is in use, of the cookie",
}));

/** What is no news on a console: a visitor without a cookie, and what may be so at each request for weeks. A function is told. */
const NO_NEWS = ["no_cookie", "duplicate_cookie", "rotated"];

const LEVELS = ["debug", "info", "warn", "error"];

/**
 * @param {unknown} option false, a level of the console's, or a function @param {{ key: string, store: string }} about
 * @returns {(reason: number | string) => void}
 */
export function makeLog(option, about) {
  if (option === false || option === null) return () => {};
  if (typeof option === "function") {
    return (reason) => {
      try {
        const later = option({ reason: nameOf(reason), ...about });
        // A rejection that nobody handles would end a Node process.
        if (typeof later?.then === "function") later.then(undefined, failed);
      } catch (error) {
        failed(error);
      }
    };
  }
  const level = option === undefined || option === true ? "debug" : option;
  if (!LEVELS.includes(/** @type {any} */ (level))) {
    throw new ConfigError(`log: takes false, ${LEVELS.map((name) => `"${name}"`).join(", ")} or a function`);
  }
  return (reason) => {
    const name = nameOf(reason);
    if (NO_NEWS.includes(name)) return;
    const what = EVENTS.get(name) ?? "no session in the cookie";
    /** @type {any} */ (console)[/** @type {string} */ (level)](`waxseal: ${what} ${about.key} (${about.store} store): ${name}`);
  };
}

/** No request fails for what its log does. @param {unknown} error */
function failed(error) {
  console.error("waxseal: log failed:", error);
}

/** @param {number | string} reason */
function nameOf(reason) {
  return typeof reason === "string" ? reason : readText(call(core.reason, reason));
}
