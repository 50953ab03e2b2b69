// @ts-check
// A plan's steps, performed in order: all of them, or none that anyone could see.

import { StoreError } from "../border/errors.js";

/** @typedef {import("../store/kv_service.js").KvService} KvService */
/** @typedef {["write", string, Uint8Array, number, boolean] | ["delete", string, Uint8Array] | ["retire", string, Uint8Array]} Step with the record, or the mark that is to stand in its place */

/**
 * Gives the key of a record that had changed since it was read: then nothing was done.
 * @param {KvService} service @param {Step[]} steps @param {unknown} version of the record that was read
 * @returns {Promise<string | undefined>}
 */
export async function perform(service, steps, version) {
  /** @type {string | undefined} */
  let created;
  let ttlOfCreated = 1;
  try {
    for (const step of steps) {
      const [name, key, value] = step;
      if (name === "delete") await service.delete(key, value);
      else if (name === "retire") {
        if (await service.retire(key, version, value, ttlOfCreated)) continue;
        await undo(service, created);
        return key;
      } else {
        const [, , , ttl, create] = step;
        if (!create) {
          if (!(await service.replace(key, value, ttl, version))) return key;
          continue;
        }
        if (!(await service.create(key, value, ttl))) throw taken();
        created = key;
        ttlOfCreated = ttl;
      }
    }
    return undefined;
  } catch (error) {
    await undo(service, created);
    throw error;
  }
}

/** Nobody was told the new record's sid yet: should this fail, it lies there unread until its time is up. @param {KvService} service @param {string | undefined} key */
async function undo(service, key) {
  if (key !== undefined) await service.remove(key).catch(() => {});
}

/** With 256 random bits this is a service that answers wrongly, or one that wrote a put which it said had failed. */
function taken() {
  return new StoreError("kv.put: a new session's key was taken already", { operation: "put" });
}
