// @ts-check
// The option `conn` of what handles requests: an object, or a function that gives one for each.

import { ConfigError } from "../border/errors.js";
import { readOptions } from "../border/options.js";

/**
 * @param {string} call whose option it is @param {unknown} options @param {any} sessions what createSessions made
 * @param {readonly string[]} [others] the names of its other options
 * @returns {{ conn?: any, skip?: (...args: any[]) => boolean | Promise<boolean>, [other: string]: any }} an object was looked at: what is wrong with it is told before the first request
 */
export function readConnOption(call, options, sessions, others = []) {
  if (typeof sessions?.fetch !== "function") throw new ConfigError(`${call}: takes the sessions that createSessions made`);
  const given = readOptions(call, options, ["conn", ...others]);
  if (given.skip !== undefined && typeof given.skip !== "function") throw new ConfigError(`${call}: skip takes a function that says for which requests no session is read`);
  if (given.conn !== undefined && typeof given.conn !== "function") sessions.readConn?.(given.conn);
  return given;
}
