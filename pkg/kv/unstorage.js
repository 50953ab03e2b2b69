// @ts-check
// unstorage, over any of its drivers. It can't compare, whatever the driver could.

import { bytesFrom } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient, checkConsistency, checkNumber } from "../border/kv_client.js";
import { readOptions, reading } from "../border/options.js";

/**
 * @typedef {object} Storage what is used of it
 * @property {(key: string) => Promise<any>} getItemRaw
 * @property {(key: string, value: Uint8Array, options: { ttl: number }) => Promise<void>} setItemRaw
 * @property {(key: string) => Promise<void>} removeItem
 */

/**
 * @param {Storage} storage what `createStorage({ driver })` gives
 * @param {{ consistency?: "strong" | "eventual", minTtl?: number, maxValue?: number }} [driver] what its driver can promise
 * @returns {import("../index.d.ts").KvAdapter}
 */
export function unstorageKV(storage, driver = {}) {
  const { consistency = "eventual", minTtl = 0, maxValue = Infinity } = readOptions("unstorageKV", driver, ["consistency", "minTtl", "maxValue"]);
  checkConsistency("unstorageKV", consistency);
  checkNumber("unstorageKV", "minTtl", minTtl, 0);
  if (maxValue !== Infinity) checkNumber("unstorageKV", "maxValue", maxValue, 1, Number.MAX_SAFE_INTEGER);
  checkClient("unstorageKV", storage, ["getItemRaw", "setItemRaw", "removeItem"], {
    takes: "what createStorage({ driver }) of unstorage gives",
    fix: "A driver by itself is none.",
  });
  if (reading("unstorageKV", () => keepsNothing(storage))) {
    throw new ConfigError("unstorageKV: the storage's driver takes what is written and keeps nothing of it: it is null, readOnly, or one that only reads. Take another driver");
  }
  return {
    capabilities: { atomic: false, consistency, minTtl, maxValue },

    async get(key) {
      const found = await storage.getItemRaw(key);
      // A copy: the memory driver keeps the array that it was given, and gives that one.
      return found === null || found === undefined ? null : { value: bytesFrom(found) };
    },

    async put(key, value, { ttl }) {
      await storage.setItemRaw(key, new Uint8Array(value), { ttl });
      return true;
    },

    delete: (key) => storage.removeItem(key),
  };
}

/** What is told to such a driver is done without an error. Of several mounts it is not known which one the sessions go to. @param {any} storage */
function keepsNothing(storage) {
  const mounts = typeof storage.getMounts === "function" ? storage.getMounts("") : [];
  if (mounts?.length !== 1) return false;
  const { name, options, setItem, setItemRaw } = mounts[0].driver;
  return name === "null" || options?.readOnly === true || !(setItem || setItemRaw);
}
