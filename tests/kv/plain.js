// @ts-check
// A service that can't compare, as Workers KV can't: any adapter's get, put and delete without versions and conditions.

/** @param {import("waxseal").KvAdapter} kv @returns {import("waxseal").KvAdapter} */
export function plain(kv) {
  return {
    capabilities: { ...kv.capabilities, atomic: false, consistency: "eventual" },
    async get(key) {
      const found = await kv.get(key);
      return found && { value: found.value };
    },
    put: (key, value, { ttl }) => kv.put(key, value, { ttl }),
    delete: (key) => kv.delete(key),
  };
}
