// @ts-check
// Deno KV, embedded or on Deno Deploy: versionstamps tell one write from another, `expireIn` collects what is over.

/** @param {any} kv what `Deno.openKv()` gives @returns {import("../index.d.ts").KvAdapter} */
export function denoKV(kv) {
  const path = (/** @type {string} */ key) => ["waxseal", key];
  return {
    // A value takes 64 KiB: https://docs.deno.com/deploy/kv/
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 65_536 },

    async get(key) {
      const { value, versionstamp } = await kv.get(path(key));
      return versionstamp === null ? null : { value, version: versionstamp };
    },

    async put(key, value, { ttl, if: versionstamp }) {
      const write = kv.atomic();
      if (versionstamp !== undefined) write.check({ key: path(key), versionstamp });
      return (await write.set(path(key), value, { expireIn: ttl * 1000 }).commit()).ok;
    },

    delete: (key) => kv.delete(path(key)),
  };
}
