// @ts-check
// What `log` is told: why a request has no session.

import { call, core, readText } from "./core.js";
import { ConfigError } from "./errors.js";

/** @typedef {{ reason: string, key: string, store: string }} LogEvent */

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
  if (typeof level !== "string" || !LEVELS.includes(level)) {
    throw new ConfigError(`log: takes false, ${LEVELS.map((name) => `"${name}"`).join(", ")} or a function`);
  }
  return (reason) => {
    const name = nameOf(reason);
    // A visitor without a cookie is no news on a console.
    if (name === "no_cookie") return;
    /** @type {any} */ (console)[level](`waxseal: no session in the cookie ${about.key} (${about.store} store): ${name}`);
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
