// @ts-check
// Upstash Redis, by its REST client. A value is `version.record`, both as text, for the client takes all that looks like JSON for
// JSON; what compares is a script, which Upstash runs as one, on the primary.

/** Replaces a value if it still begins with a version. */
const REPLACE = `local found = redis.call("GET", KEYS[1])
if not found or string.sub(found, 1, string.len(ARGV[1])) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1`;

/**
 * @param {any} redis what `new Redis({ url, token })` of @upstash/redis gives
 * @param {{ maxValue?: number }} [options] bytes; what a request may carry depends on the plan
 * @returns {import("../index.d.ts").KvAdapter}
 */
export function upstashKV(redis, { maxValue = 700_000 } = {}) {
  return {
    // Reads may go to a replica: https://upstash.com/docs/redis/features/consistency
    capabilities: { atomic: true, consistency: "eventual", minTtl: 1, maxValue },

    async get(key) {
      /** @type {string | null} */
      const found = await redis.get(key);
      if (found === null) return null;
      const [version, text] = found.split(".");
      return { value: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)), version };
    },

    async put(key, value, { ttl, if: version }) {
      const written = `v${crypto.randomUUID()}.${toBase64(value)}`;
      if (version === undefined) return (await redis.set(key, written, { ex: ttl })) !== null;
      if (version === null) return (await redis.set(key, written, { ex: ttl, nx: true })) !== null;
      return (await redis.eval(REPLACE, [key], [`${version}.`, written, `${ttl}`])) === 1;
    },

    delete: (key) => redis.del(key),
  };
}

/** In pieces: a call takes so many arguments and no more. @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
