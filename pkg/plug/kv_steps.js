// @ts-check
// A plan's steps, performed in order: all of them, or none that anyone could see.

import { StoreError } from "../border/errors.js";
import { revoked } from "../store/owner_index.js";

/** @typedef {import("../store/kv_service.js").KvService} KvService */
/** @typedef {import("../store/owner_index.js").OwnerIndex} OwnerIndex */
/** @typedef {import("../store/owner_page.js").Entry} Entry */
/**
 * With the record, or the mark that is to stand in its place; with an owner, and the session's entry in its index. `from` is the hash of
 * the entry in whose place that is.
 * @typedef {["write", string, Uint8Array, number, boolean] | ["delete", string, Uint8Array] | ["retire", string, Uint8Array]
 *   | ["enter", owner: string, entry: Entry, from: string | undefined] | ["leave", owner: string, entry: Entry] | ["seen", owner: string, entry: Entry]} Step
 */

/**
 * Gives the key of a record that had changed since it was read: then nothing was done.
 * @param {KvService} service @param {OwnerIndex} index @param {Step[]} steps @param {unknown} version of the record that was read
 * @returns {Promise<string | undefined>}
 */
export async function perform(service, index, steps, version) {
  /** What is to be done where the rest fails. @type {(() => Promise<unknown>)[]} */
  const undo = [];
  const creates = steps.some((step) => step[0] === "write" && step[4]);
  let isOwned = false;
  let ttlOfCreated = 1;
  try {
    for (const step of steps) {
      const [name, key, value] = step;
      if (name === "delete") await service.drop(key, value);
      else if (name === "leave") await index.leave(key, value);
      else if (name === "seen") await index.seen(key, value);
      else if (name === "enter") {
        const [, , , from] = step;
        // Whether it failed or not: it may be there. That of a record that there is may be another request's as well.
        if (creates) undo.push(() => index.leave(key, value));
        isOwned = true;
        await index.enter(key, value, from);
      } else if (name === "retire") {
        if (await service.retire(key, version, value, ttlOfCreated)) continue;
        await all(undo);
        return key;
      } else {
        const [, , , ttl, create] = step;
        if (!create) {
          if (await service.replace(key, value, ttl, version)) continue;
          await all(undo);
          return key;
        }
        if (isOwned && !service.isAtomic && (await service.isMarked(key))) throw revoked();
        if (!(await service.create(key, value, ttl))) throw isOwned && (await service.isMarked(key)) ? revoked() : taken();
        undo.push(() => service.remove(key));
        ttlOfCreated = ttl;
      }
    }
    return undefined;
  } catch (error) {
    await all(undo);
    throw error;
  }
}

/**
 * The last first. Nobody was told the new record's sid yet: should this fail, it lies there unread until its time is up.
 * @param {(() => Promise<unknown>)[]} undo
 */
async function all(undo) {
  for (const act of undo.reverse()) await act().catch(() => {});
}

/** With 256 random bits this is a service that answers wrongly, or one that wrote a put which it said had failed. */
function taken() {
  return new StoreError("kv.put: a new session's key was taken already", { operation: "put" });
}
