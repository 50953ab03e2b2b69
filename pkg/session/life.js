// @ts-check
// What a session's record tells of it: its public id, when it began, when it is over. Where there is no record, what is to go with it.

import { call, core, readBytes, readText, writeText } from "../border/core.js";
import { isFound, writeSession } from "./changes.js";

/** @typedef {import("./session.js").State} State */

/** A site of a store of the user's: the number of it in `src/wasm/site.rs`. */
const USERS = 3;

/** Actions of a session that is written: put and renew (`Action` in `src/session/header.rs`). */
const WRITES = [1, 3];

/** @param {State} state @returns {string | undefined} undefined where there is no record */
export function recordId({ record }) {
  return record === undefined ? undefined : idOf(record);
}

/** A record's public id. @param {string} key the record's in the service */
export function idOf(key) {
  return readText(call(core.public_id, writeText(key)));
}

/** @param {State} state @returns {[began?: Date, ends?: Date]} of one that is not stored yet, as if it were now; without what the store does not say */
export function span(state) {
  const { site, bytes, changes, sent, at } = state;
  if (!isFound(bytes) && !WRITES.includes(changes.action)) return [];
  const [session, operations] = writeSession(state);
  const times = readBytes(call(core.span, site.handle, session, operations, (sent && at) || Date.now()));
  const view = new DataView(times.buffer, times.byteOffset, times.length);
  return /** @type {any} */ ([0, 8].filter((at) => at < times.length).map((at) => new Date(Number(view.getBigUint64(at, true)))));
}

const decoder = new TextDecoder();

/**
 * What is to stand under the reserved key of a session that is in the input, "" for nothing, and whether it is to be put though it was only read.
 * @param {import("../store/site.js").Site} site @param {number} session @param {number} operations their lengths
 */
export function lifeText({ handle }, session, operations) {
  const answer = readBytes(call(core.life_text, handle, session, operations));
  return { isDue: answer[0] === 1, text: decoder.decode(answer.subarray(1)) };
}
