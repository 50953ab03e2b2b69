// @ts-check
// What is taken for an adapter: three functions, and what its service can promise.

import { ConfigError } from "../border/errors.js";
import { checkNames, isPromise, reading } from "../border/options.js";

/** @typedef {import("../index.d.ts").KvAdapter} KvAdapter */

/** @typedef {KvAdapter["capabilities"] & { delay: number, maxTtl: number }} Capabilities */

const CAPABILITIES = ["atomic", "consistency", "minTtl", "maxValue", "delay", "maxTtl"];

/** @param {any} kv @returns {Capabilities} what it declares, read once */
export function checkAdapter(kv) {
  return reading("kv", () => capabilitiesOf(kv));
}

/** @param {any} kv @returns {Capabilities} */
function capabilitiesOf(kv) {
  if (kv === undefined || kv === null) throw new ConfigError("kv: got nothing, takes an adapter, such as memoryKV() of waxseal/kv/memory");
  if (isPromise(kv)) throw new ConfigError("kv: got a promise; it has to be awaited");
  for (const name of ["get", "put", "delete"]) {
    if (typeof kv[name] !== "function") {
      throw new ConfigError(`kv: takes an adapter, such as memoryKV() of waxseal/kv/memory; what was given has no ${name}()`);
    }
  }
  const declared = Object(kv.capabilities);
  const read = Object.fromEntries(CAPABILITIES.filter((name) => name in declared).map((name) => [name, declared[name]]));
  const others = Object.keys(declared).filter((name) => !CAPABILITIES.includes(name)).map((name) => [name, null]);
  checkNames({ ...read, ...Object.fromEntries(others) }, { names: CAPABILITIES }, "kv: capabilities.");
  const { atomic, consistency, minTtl, maxValue, delay = 0, maxTtl = Infinity } = read;
  const known = consistency === "strong" || consistency === "eventual";
  if (typeof atomic !== "boolean" || !known || !(minTtl >= 0) || !(maxValue > 0) || !(delay >= 0) || !(maxTtl >= minTtl)) {
    throw new ConfigError('kv: the adapter must declare capabilities: { atomic: true or false, consistency: "strong" or "eventual", minTtl: seconds, maxValue: bytes } (a client by itself is no adapter: cloudflareKV(env.KV), redisKV(client))');
  }
  return { atomic, consistency, minTtl, maxValue, delay, maxTtl };
}

/**
 * A record is kept for no longer than either limit asks, but for the slack that goes where the service takes no more: so only both can be too long for it.
 * @param {Capabilities} capabilities @param {{ idleTimeout?: unknown, maxLifetime?: unknown }} limits
 */
export function checkLimits({ maxTtl }, { idleTimeout, maxLifetime }) {
  const isLonger = (/** @type {unknown} */ limit) => typeof limit === "number" && limit > maxTtl;
  if (!(isLonger(idleTimeout) && isLonger(maxLifetime))) return;
  throw new ConfigError(`idleTimeout: takes at most ${maxTtl} seconds with this service, or maxLifetime does`);
}
