// @ts-check
// Upstash Redis, by its REST client. A value is `version.record`, both as text, for the client takes all that looks like JSON for
// JSON; what compares is a script, which Upstash runs as one, on the primary.

import { written } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient, checkNumber } from "../border/kv_client.js";
import { readOptions, reading } from "../border/options.js";

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
export function upstashKV(redis, options = {}) {
  const { maxValue = 700_000 } = readOptions("upstashKV", options, ["maxValue"]);
  checkNumber("upstashKV", "maxValue", maxValue, 1);
  checkClient("upstashKV", redis, ["get", "set", "eval", "del"], {
    takes: "a client of @upstash/redis",
    fix: "It is what new Redis({ url, token }) gives; for a client that speaks Redis' own protocol there is redisKV.",
    not: ["getBuffer", "withTypeMapping", "sendCommand"],
  });
  // The client itself has what its pipelines have, by the one that it keeps.
  if (reading("upstashKV", () => typeof redis.exec === "function" && typeof redis.pipeline !== "function")) {
    throw new ConfigError("upstashKV: got a pipeline or a transaction, takes the client itself, of @upstash/redis");
  }
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
      const text = `v${crypto.randomUUID()}.${toBase64(value)}`;
      if (version === undefined || version === null) {
        const isNew = version === null;
        const answer = await redis.set(key, text, isNew ? { ex: ttl, nx: true } : { ex: ttl });
        return written(answer, (said) => said === "OK", (said) => said === null && isNew);
      }
      const answer = await redis.eval(REPLACE, [key], [`${version}.`, text, `${ttl}`]);
      return written(answer, (said) => String(said) === "1", (said) => String(said) === "0");
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
