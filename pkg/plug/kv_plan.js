// @ts-check
// What the core says is to be done at a commit: `plan` in `src/wasm/session.rs`, read.

import { headerText } from "../border/core.js";
import { decodeEntry, hex } from "../store/owner_page.js";

/** @typedef {import("./kv_steps.js").Step} Step */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** @param {Uint8Array} plan @returns {{ setCookie: string | undefined, session: Uint8Array, steps: Step[] }} */
export function readPlan(plan) {
  const view = new DataView(plan.buffer, plan.byteOffset, plan.length);
  let at = 0;
  const number = () => view.getUint32((at += 4) - 4, true);
  const part = () => {
    const length = number();
    return plan.subarray(at, (at += length));
  };
  const header = headerText(part());
  const session = part();
  /** @type {Step[]} */
  const steps = [];
  while (at < plan.length) {
    const letter = String.fromCharCode(plan[at]);
    at += 1;
    const ttl = number();
    const key = decoder.decode(part());
    const record = part();
    if ("fels".includes(letter)) {
      steps.push(ofIndex(letter, key, record));
      continue;
    }
    // A service may keep what it is given: a copy of its own.
    const own = record.slice();
    if (letter === "d") steps.push(["delete", key, own]);
    else if (letter === "r") steps.push(["retire", key, own]);
    else steps.push(["write", key, own, ttl, letter === "c"]);
  }
  return { setCookie: header === "" ? undefined : header, session, steps };
}

/** Bytes: a hash, and an entry's length. */
const HASH = 32;
const LENGTH = 2;

/** A step in an owner's index: the entry, before it the hash of the one in whose place it stands. @param {string} letter @param {string} owner @param {Uint8Array} record @returns {Step} */
function ofIndex(letter, owner, record) {
  const isEnter = letter === "e" || letter === "f";
  const entry = decodeEntry(record.subarray((isEnter ? HASH : 0) + LENGTH));
  if (isEnter) return ["enter", owner, entry, letter === "f" ? hex(record.subarray(0, HASH)) : undefined];
  return [letter === "s" ? "seen" : "leave", owner, entry];
}
