// @ts-check
// What is asked about an owner's sessions, and what is told.

import { ConfigError } from "../border/errors.js";
import { isArray, kindOf, readOptions, reading } from "../border/options.js";
import { isWellFormed } from "../border/well_formed.js";
import { idOf } from "../session/life.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../store/owner_page.js").Entry} Entry */

/** The longest owner, in bytes of UTF-8: `LONGEST` in `src/session/own.rs`. */
const LONGEST = 255;

/** @param {string} call @param {unknown} owner @returns {asserts owner is string} */
export function checkOwner(call, owner) {
  const takes = `takes text of 1 to ${LONGEST} bytes, such as "user:42"`;
  if (typeof owner !== "string" || !isWellFormed(owner)) throw new ConfigError(`${call}: owner: got ${kindOf(owner)}, ${takes}`);
  const { length } = new TextEncoder().encode(owner);
  if (length === 0 || length > LONGEST) throw new ConfigError(`${call}: owner: got ${length} bytes, ${takes}`);
}

/** @param {unknown} [options] @returns {{ current?: Session }} */
export function readList(options = {}) {
  return readOptions("list", options, ["current"]);
}

/** @param {unknown} [options] @returns {{ except?: Session, ids?: string[] }} */
export function readRevoke(options = {}) {
  const { except, ids } = readOptions("revoke", options, ["except", "ids"]);
  if (ids === undefined) return { except };
  const takes = "takes a list of ids, as list() gives them";
  if (!isArray(ids)) throw new ConfigError(`revoke: ids: got ${kindOf(ids)}, ${takes}`);
  return { except, ids: reading("revoke: ids", () => ids.map((id) => {
    if (typeof id !== "string") throw new ConfigError(`revoke: ids: got ${kindOf(id)} in it, ${takes}`);
    return id;
  })) };
}

/** @typedef {{ id: string, createdAt: Date, lastSeen: Date, note: string | undefined, current: boolean }} Listed */

/** An entry as it is told. @param {Entry} entry @param {string} key its record's @param {string | undefined} current that of the session that asks @returns {Listed} */
export function listed({ created, seen, note }, key, current) {
  return { id: idOf(key), createdAt: new Date(created), lastSeen: new Date(seen), note: note === "" ? undefined : note, current: key === current };
}
