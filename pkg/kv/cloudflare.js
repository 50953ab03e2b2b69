// @ts-check
// Workers KV. It can't compare, and other places see a write up to a minute later: what that means is in README.md.

import { bytesFrom } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient, checkNumber } from "../border/kv_client.js";
import { readOptions, reading } from "../border/options.js";

/**
 * @typedef {object} KVNamespace what is used of it
 * @property {(key: string, options: { type: "arrayBuffer", cacheTtl?: number }) => Promise<ArrayBuffer | null>} get
 * @property {(key: string, value: Uint8Array, options: { expirationTtl: number }) => Promise<void>} put
 * @property {(key: string) => Promise<void>} delete
 */

/** Seconds: https://developers.cloudflare.com/kv/api/read-key-value-pairs/#cachettl-parameter */
const LEAST_CACHE_TTL = 30;

/** The runtime takes 32 bits for it. */
const LONGEST_TTL = 2 ** 31 - 1;

/** @param {KVNamespace} namespace @param {{ cacheTtl?: number }} [options] @returns {import("../index.d.ts").KvAdapter} */
export function cloudflareKV(namespace, options = {}) {
  checkClient("cloudflareKV", namespace, ["get", "put", "delete"], {
    takes: "a Workers KV namespace, such as env.KV",
    fix: "Is the binding in wrangler.toml (kv_namespaces), under this name?",
    binding: "KvNamespace",
    not: ["head", "createMultipartUpload"], // R2's
  });
  // Another adapter has these methods, too, and puts what it is told in other words.
  if (reading("cloudflareKV", () => "capabilities" in namespace)) throw new ConfigError("cloudflareKV: got an adapter, takes a Workers KV namespace, such as env.KV. An adapter is what kv takes as it is");
  const { cacheTtl } = readOptions("cloudflareKV", options, ["cacheTtl"]);
  checkNumber("cloudflareKV", "cacheTtl", cacheTtl, LEAST_CACHE_TTL);
  const read = { type: /** @type {const} */ ("arrayBuffer"), ...(cacheTtl === undefined ? {} : { cacheTtl }) };
  return {
    // https://developers.cloudflare.com/kv/platform/limits/
    capabilities: { atomic: false, consistency: "eventual", minTtl: 60, maxValue: 25 * 1024 * 1024, delay: cacheTtl ?? 60, maxTtl: LONGEST_TTL },

    async get(key) {
      const value = await passing(() => namespace.get(key, read));
      return value === null || value === undefined ? null : { value: bytesFrom(value) };
    },

    async put(key, value, { ttl }) {
      await passing(() => namespace.put(key, value, { expirationTtl: ttl }));
      return true;
    },

    delete: (key) => passing(() => namespace.delete(key)),
  };
}

/**
 * It takes one write a second to a key: https://developers.cloudflare.com/kv/api/write-key-value-pairs/#limits-to-kv-writes-to-the-same-key
 * @template Answer @param {() => Promise<Answer>} act @returns {Promise<Answer>}
 */
async function passing(act) {
  try {
    return await act();
  } catch (error) {
    if (!/\b429\b|too many requests/i.test(String(/** @type {any} */ (error)?.message ?? error))) throw error;
    throw Object.assign(new Error("Workers KV refuses for now: it takes one write a second to a key", { cause: error }), { retryable: true });
  }
}
