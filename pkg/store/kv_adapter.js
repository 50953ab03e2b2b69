// @ts-check
// What is taken for an adapter: three functions, and what its service can promise.

import { ConfigError } from "../border/errors.js";

/** @typedef {import("../index.d.ts").KvAdapter} KvAdapter */

/** @param {any} kv @returns {KvAdapter} */
export function checkAdapter(kv) {
  if (typeof kv?.then === "function") throw new ConfigError("kv: got a promise; it has to be awaited");
  for (const name of ["get", "put", "delete"]) {
    if (typeof kv?.[name] !== "function") {
      throw new ConfigError(`kv: takes an adapter, such as memoryKV() of waxseal/kv/memory; what was given has no ${name}()`);
    }
  }
  const { atomic, consistency, minTtl, maxValue, delay = 0, maxTtl = Infinity } = kv.capabilities ?? {};
  const known = consistency === "strong" || consistency === "eventual";
  if (typeof atomic !== "boolean" || !known || !(minTtl >= 0) || !(maxValue > 0) || !(delay >= 0) || !(maxTtl >= minTtl)) {
    throw new ConfigError('kv: the adapter must declare capabilities: { atomic: true or false, consistency: "strong" or "eventual", minTtl: seconds, maxValue: bytes } (a client by itself is no adapter: cloudflareKV(env.KV), redisKV(client))');
  }
  return kv;
}

/**
 * A record's time to live is never longer than either limit, so only both can be too long for the service.
 * @param {KvAdapter} kv @param {{ idleTimeout?: unknown, maxLifetime?: unknown }} limits
 */
export function checkLimits({ capabilities: { maxTtl = Infinity } }, { idleTimeout, maxLifetime }) {
  if (!(Number(idleTimeout) > maxTtl && Number(maxLifetime) > maxTtl)) return;
  throw new ConfigError(`idleTimeout: takes at most ${maxTtl} seconds with this service, or maxLifetime does`);
}
