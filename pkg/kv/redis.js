// @ts-check
// Redis and Valkey, by node-redis, ioredis, iovalkey or Valkey GLIDE, alone, as a cluster or behind sentinels: one command on one key
// an operation, each by the client's own method for it, so that its key prefix and its pipelining hold. A value is its version, 16
// random bytes, and then the record; what compares is a script, which Redis runs as one.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { noOptions, reading } from "../border/options.js";
import { ConfigError } from "../border/errors.js";

const VERSION = 16;

/** Replaces a value if it still begins with a version. */
const REPLACE = `if redis.call("GETRANGE", KEYS[1], 0, ${VERSION - 1}) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1`;

/** A read that no client takes to a replica, which may lag behind. */
const READ = 'return redis.call("GET", KEYS[1])';

/** A write that no client compresses: what compares looks at the bytes. */
const WRITE = 'return redis.call("SET", KEYS[1], ARGV[1], "EX", ARGV[2], unpack(ARGV, 3))';

/**
 * @typedef {object} Commands
 * @property {(key: string) => Promise<any>} get
 * @property {(key: string, value: Buffer, ttl: number, isNew: boolean) => Promise<any>} set
 * @property {(script: string, key: string, words: (string | Buffer)[]) => Promise<any>} run
 * @property {(key: string) => Promise<any>} del
 */

/** @param {any} client @param {undefined} [options] there are none @returns {import("../index.d.ts").KvAdapter} */
export function redisKV(client, options) {
  noOptions("redisKV", options);
  const { get, set, run, del } = patient(reading("redisKV", () => commands(client)));
  return {
    // 512 MB is the most that a string holds: https://redis.io/docs/latest/develop/data-types/strings/
    capabilities: { atomic: true, consistency: "strong", minTtl: 1, maxValue: 512 * 1024 * 1024 - VERSION },

    async get(key) {
      const found = await get(key);
      if (found === null) return null;
      const bytes = bytesFrom(found);
      return { value: bytes.slice(VERSION), version: bytes.slice(0, VERSION) };
    },

    async put(key, value, { ttl, if: version }) {
      const bytes = Buffer.concat([crypto.getRandomValues(new Uint8Array(VERSION)), value]);
      const isNew = version === null;
      // Clients give "OK" and 1 as text, bytes or numbers, as they were told to.
      if (version === undefined || isNew) {
        return written(await set(key, bytes, ttl, isNew), (answer) => String(answer) === "OK", (answer) => isNew && answer === null);
      }
      const expected = Buffer.from(/** @type {Uint8Array} */ (version));
      return written(await run(REPLACE, key, [expected, bytes, `${ttl}`]), (answer) => String(answer) === "1", (answer) => String(answer) === "0");
    },

    delete: (key) => del(key),
  };
}

/** What Redis says while the same may work a moment later: it reads its file, a script runs for long, a cluster is being mended. */
const PASSES = /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/;

/** @param {Commands} commands @returns {Commands} */
function patient({ get, set, run, del }) {
  const passing = (/** @type {unknown} */ error) => {
    if (!PASSES.test(String(/** @type {any} */ (error)?.message))) throw error;
    throw Object.assign(new Error("Redis refuses for now", { cause: error }), { retryable: true });
  };
  return {
    get: async (key) => Promise.resolve(get(key)).catch(passing),
    set: async (...words) => Promise.resolve(set(...words)).catch(passing),
    run: async (...words) => Promise.resolve(run(...words)).catch(passing),
    del: async (key) => Promise.resolve(del(key)).catch(passing),
  };
}

/** Which client it is, told by its methods. @param {any} client @returns {Commands} */
function commands(client) {
  const has = (/** @type {string[]} */ ...methods) => methods.every((method) => typeof client?.[method] === "function");
  if (has("getBuffer", "evalBuffer", "set", "del") && client.isPipeline !== true) return ofIoredis(client);
  if (has("withTypeMapping", "get", "set", "eval", "del")) return ofNodeRedis(client);
  if (has("sendCommand") && (has("commandOptions") || "slots" in client) && !isLegacy(client)) return ofNodeRedis4(client);
  if (has("customCommand", "getStatistics")) return ofGlide(client);
  const got = client === undefined || client === null ? "nothing" : has("then") ? "a promise (it has to be awaited)" : typeof client === "string" ? "a string" : "something else";
  throw new ConfigError(`redisKV: got ${got}, takes a client of node-redis (4 or later, not in its legacy mode), ioredis, iovalkey or Valkey GLIDE, such as new Redis(url) of ioredis; for @upstash/redis there is upstashKV`);
}

/** @param {any} client @returns {Commands} */
function ofIoredis(client) {
  const run = (/** @type {string} */ script, /** @type {string} */ key, /** @type {any[]} */ words) => client.evalBuffer(script, 1, key, ...words);
  const readsReplicas = client.isCluster === true && client.options?.scaleReads !== "master";
  return {
    get: (key) => (readsReplicas ? run(READ, key, []) : client.getBuffer(key)),
    set: (key, value, ttl, isNew) => client.set(key, value, "EX", ttl, ...(isNew ? ["NX"] : [])),
    run,
    del: (key) => client.del(key),
  };
}

/** In RESP a bulk string begins with a dollar: node-redis takes its code for the type whose replies are to be bytes. */
const BULK_STRING = 0x24;

/** From 5 on. The mapping is made anew for each command: clients differ in what becomes of one that is kept. @param {any} client @returns {Commands} */
function ofNodeRedis(client) {
  const bytes = () => client.withTypeMapping({ [BULK_STRING]: Buffer });
  const run = (/** @type {string} */ script, /** @type {string} */ key, /** @type {any[]} */ words) => bytes().eval(script, { keys: [key], arguments: words });
  // A cluster, or one behind sentinels.
  const readsReplicas = "slots" in client || typeof client.getSentinelNode === "function";
  return {
    get: (key) => (readsReplicas ? run(READ, key, []) : bytes().get(key)),
    // Not as the options of version 6 alone: EX and NX stand in all of them.
    set: (key, value, ttl, isNew) => bytes().set(key, value, { EX: ttl, ...(isNew ? { NX: true } : {}) }),
    run,
    del: (key) => client.del(key),
  };
}

/** It knows no prefix, and so nothing is lost by giving it the words. A cluster has to be told by which key to find the node. @param {any} client @returns {Commands} */
function ofNodeRedis4(client) {
  const options = { returnBuffers: true };
  const send = (/** @type {string} */ key, /** @type {(string | Buffer)[]} */ words) =>
    "slots" in client ? client.sendCommand(key, false, words, options) : client.sendCommand(words, options);
  return ofWords(send);
}

/** In 4's legacy mode commands take callbacks. @param {any} client */
function isLegacy(client) {
  try {
    return client.v4 !== undefined;
  } catch {
    return false;
  }
}

/** It goes by the key itself; its own commands may read from a replica, and compress. @param {any} client @returns {Commands} */
function ofGlide(client) {
  const bytes = { decoder: 0 };
  const commands = ofWords((_, words) => client.customCommand(words, bytes));
  return {
    ...commands,
    get: (key) => commands.run(READ, key, []),
    set: (key, value, ttl, isNew) => commands.run(WRITE, key, [value, `${ttl}`, ...(isNew ? ["NX"] : [])]),
  };
}

/** @param {(key: string, words: (string | Buffer)[]) => Promise<any>} send @returns {Commands} */
function ofWords(send) {
  return {
    get: (key) => send(key, ["GET", key]),
    set: (key, value, ttl, isNew) => send(key, ["SET", key, value, "EX", `${ttl}`, ...(isNew ? ["NX"] : [])]),
    run: (script, key, words) => send(key, ["EVAL", script, "1", key, ...words]),
    del: (key) => send(key, ["DEL", key]),
  };
}
