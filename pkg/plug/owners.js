// @ts-check
// What is asked about an owner's sessions, and what is told.

import { ConfigError } from "../border/errors.js";
import { isArray, kindOf, readOptions, reading } from "../border/options.js";
import { idOf } from "../session/life.js";
import { textOf } from "../session/own.js";
import { isLazy } from "./lazy.js";

/** @typedef {import("../session/session.js").Session} Session */
/** @typedef {import("../store/owner_page.js").Entry} Entry */

/** @param {string} call @param {unknown} owner @returns {asserts owner is string} */
export function checkOwner(call, owner) {
  // A session's owner may be null, which takes it back: here that is nobody.
  if (textOf(`${call}: owner`, owner).length === 0) throw new ConfigError(`${call}: owner: got ${kindOf(owner)}, takes text, such as "user:42"`);
}

/** @param {unknown} [options] @returns {{ current?: Session }} */
export function readList(options = {}) {
  const { current } = readOptions("list", options, ["current"]);
  checkRead("list: current", current);
  return { current };
}

/** One that is read when it is looked at has to be read for this. @param {string} option @param {unknown} session */
function checkRead(option, session) {
  if (isLazy(session)) throw new ConfigError(`${option}: got a lazy session, takes what its load() gives`);
}

/** @param {unknown} [options] @returns {{ except?: Session, ids?: string[] }} */
export function readRevoke(options = {}) {
  const { except, ids } = readOptions("revoke", options, ["except", "ids"]);
  checkRead("revoke: except", except);
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
