// @ts-check
// This process's memory: for tests, and for servers of one process. Strong, gone at a restart.

import { noOptions } from "../border/options.js";

/** @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter & { size: number, entries(): IterableIterator<[string, Uint8Array]> }} */
export function memoryKV(options) {
  noOptions("memoryKV", options);
  /** @type {Map<string, { value: Uint8Array, version: number, until: number }>} */
  const records = new Map();
  let sweep = records.keys();
  let version = 0;
  const alive = (/** @type {string} */ key) => {
    const record = records.get(key);
    if (record && record.until > Date.now()) return record;
    records.delete(key);
    return undefined;
  };
  return {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: Infinity },

    get(key) {
      const record = alive(key);
      return record ? { value: record.value.slice(), version: record.version } : null;
    },

    put(key, value, { ttl, if: condition }) {
      const record = alive(key);
      if (condition !== undefined && condition !== (record?.version ?? null)) return false;
      version += 1;
      records.delete(key);
      records.set(key, { value: new Uint8Array(value), version, until: Date.now() + ttl * 1000 });
      // What is over goes as new ones come: for each that is written two are looked at, in turn.
      for (let looked = 0; looked < 2; looked += 1) {
        const old = sweep.next().value;
        if (old) alive(old);
        else sweep = records.keys();
      }
      return true;
    },

    delete(key) {
      records.delete(key);
    },

    get size() {
      return records.size;
    },

    *entries() {
      for (const [key, { value }] of records) yield [key, value];
    },
  };
}
