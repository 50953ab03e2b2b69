// @ts-check
// Workers KV. It can't compare, and other places see a write up to a minute later: what that means is in README.md.

import { bytesFrom } from "../border/kv_bytes.js";

/**
 * @typedef {object} KVNamespace what is used of it
 * @property {(key: string, options: { type: "arrayBuffer", cacheTtl?: number }) => Promise<ArrayBuffer | null>} get
 * @property {(key: string, value: Uint8Array, options: { expirationTtl: number }) => Promise<void>} put
 * @property {(key: string) => Promise<void>} delete
 */

/** @param {KVNamespace} namespace @param {{ cacheTtl?: number }} [options] @returns {import("../index.d.ts").KvAdapter} */
export function cloudflareKV(namespace, { cacheTtl } = {}) {
  const options = { type: /** @type {const} */ ("arrayBuffer"), ...(cacheTtl === undefined ? {} : { cacheTtl }) };
  return {
    // https://developers.cloudflare.com/kv/platform/limits/
    capabilities: { atomic: false, consistency: "eventual", minTtl: 60, maxValue: 25 * 1024 * 1024 },

    async get(key) {
      const value = await namespace.get(key, options);
      return value === null || value === undefined ? null : { value: bytesFrom(value) };
    },

    async put(key, value, { ttl }) {
      await namespace.put(key, value, { expirationTtl: ttl });
      return true;
    },

    delete: (key) => namespace.delete(key),
  };
}
