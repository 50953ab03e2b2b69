// @ts-check
// Redis, by node-redis or ioredis, alone or as a cluster: one command on one key an operation. A value is its version, 16 random
// bytes, and then the record; what compares is a script, which Redis runs as one.

import { bytesFrom } from "../border/kv_bytes.js";

const VERSION = 16;

/** Replaces a value if it still begins with a version. */
const REPLACE = `if redis.call("GETRANGE", KEYS[1], 0, ${VERSION - 1}) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1`;

/** @param {any} client @returns {import("../index.d.ts").KvAdapter} */
export function redisKV(client) {
  const send = sender(client);
  return {
    // 512 MB is the most that a string holds: https://redis.io/docs/latest/develop/data-types/strings/
    capabilities: { atomic: true, consistency: "strong", minTtl: 1, maxValue: 512 * 1024 * 1024 - VERSION },

    async get(key) {
      const found = await send(key, ["GET", key]);
      if (found === null) return null;
      const bytes = bytesFrom(found);
      return { value: bytes.slice(VERSION), version: bytes.slice(0, VERSION) };
    },

    async put(key, value, { ttl, if: version }) {
      const written = Buffer.concat([crypto.getRandomValues(new Uint8Array(VERSION)), value]);
      if (version === undefined || version === null) {
        return (await send(key, ["SET", key, written, "EX", `${ttl}`, ...(version === null ? ["NX"] : [])])) !== null;
      }
      const expected = Buffer.from(/** @type {Uint8Array} */ (version));
      return (await send(key, ["EVAL", REPLACE, "1", key, expected, written, `${ttl}`])) === 1;
    },

    delete: (key) => send(key, ["DEL", key]),
  };
}

/** In RESP a bulk string begins with a dollar: node-redis takes its code for the type whose replies are to be bytes. */
const BULK_STRING = 0x24;

/** How the client sends a command and gives bytes back: told by its methods. @param {any} client */
function sender(client) {
  /** @typedef {(key: string, command: (string | Buffer)[]) => Promise<any>} Send */
  if (typeof client?.callBuffer === "function") return /** @type {Send} */ ((_, [name, ...rest]) => client.callBuffer(name, ...rest));
  if (typeof client?.sendCommand !== "function") throw new TypeError("redisKV: takes a client of node-redis or ioredis");
  const options = { typeMapping: { [BULK_STRING]: Buffer } };
  // A cluster of node-redis has to be told by which key to find the node; false: not a replica, which may lag behind.
  if ("slots" in client) return /** @type {Send} */ ((key, command) => client.sendCommand(key, false, command, options));
  return /** @type {Send} */ ((_, command) => client.sendCommand(command, options));
}
