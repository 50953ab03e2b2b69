// @ts-check
// Every client of Redis that redisKV takes, in the majors that people run, and with the options that change what it answers or where
// it writes.

/** @typedef {{ client: any, close: () => unknown }} Opened */

/** By name, so that none is needed to compile this. @param {string} name @returns {Promise<any>} */
const load = (name) => import(name);

/** @param {string} name @param {object} options @param {(module: any, options: any) => any} [make] @returns {(port: number) => Promise<Opened>} */
function nodeRedis(name, options, make = ({ createClient }, all) => createClient(all)) {
  return async (port) => {
    const client = make(await load(name), { url: `redis://127.0.0.1:${port}`, ...options });
    // As its documentation asks for: without a listener a lost connection would end the process.
    client.on("error", () => {});
    await client.connect();
    return { client, close: () => (client.destroy ? client.destroy() : client.disconnect()) };
  };
}

/** @param {string} name @param {object} [options] @returns {(port: number) => Promise<Opened>} */
function ioredis(name, options = {}) {
  return async (port) => {
    const { Redis } = await load(name);
    const client = new Redis({ port, host: "127.0.0.1", ...options });
    client.on("error", () => {});
    return { client, close: () => client.disconnect() };
  };
}

/** @param {(module: any) => object} [more] @returns {(port: number) => Promise<Opened>} */
function glide(more = () => ({})) {
  return async (port) => {
    const module = await load("@valkey/valkey-glide");
    const client = await module.GlideClient.createClient({ addresses: [{ host: "127.0.0.1", port }], ...more(module) });
    return { client, close: () => client.close() };
  };
}

const pool = (/** @type {any} */ { createClientPool }, /** @type {any} */ options) => createClientPool(options);
// Replies' types by their first bytes in RESP: `:`, `+`, `$`.
const asText = { commandOptions: { typeMapping: { 58: String, 43: Buffer, 36: String } } };

/** @type {Record<string, (port: number) => Promise<Opened>>} */
export const CLIENTS = {
  "node-redis 6": nodeRedis("redis", {}),
  "node-redis 6, RESP 3": nodeRedis("redis", { RESP: 3 }),
  "node-redis 6, RESP 3, a cache of its own": nodeRedis("redis", { RESP: 3, clientSideCache: { ttl: 0, maxEntries: 100, evictPolicy: "LRU" } }),
  "node-redis 6, types of its own": nodeRedis("redis", asText),
  "node-redis 6, a prefix": nodeRedis("redis", { keyPrefix: "shop:" }),
  "node-redis 6, a pool": nodeRedis("redis", {}, pool),
  "node-redis 5": nodeRedis("redis5", {}),
  "node-redis 5, types of its own": nodeRedis("redis5", asText),
  "node-redis 5, a pool": nodeRedis("redis5", {}, pool),
  "node-redis 4": nodeRedis("redis4", {}),
  "ioredis 5": ioredis("ioredis"),
  "ioredis 5, a prefix": ioredis("ioredis", { keyPrefix: "shop:" }),
  "ioredis 5, auto-pipelining, a prefix": ioredis("ioredis", { enableAutoPipelining: true, keyPrefix: "shop:" }),
  "ioredis 5, numbers as text": ioredis("ioredis", { stringNumbers: true }),
  "ioredis 6": ioredis("ioredis6"),
  "ioredis 6, auto-pipelining, numbers as text, a prefix": ioredis("ioredis6", { enableAutoPipelining: true, stringNumbers: true, keyPrefix: "shop:" }),
  iovalkey: ioredis("iovalkey"),
  "iovalkey, auto-pipelining": ioredis("iovalkey", { enableAutoPipelining: true }),
  "Valkey GLIDE": glide(),
  "Valkey GLIDE, all that it can be told": glide(({ ProtocolVersion, Decoder }) => ({ protocol: ProtocolVersion.RESP2, defaultDecoder: Decoder.Bytes, readFrom: "preferReplica", compression: { enabled: true } })),
};

/** Two prefixes over one server. @type {Record<string, (prefix: string) => (port: number) => Promise<Opened>>} */
export const PREFIXED = {
  "node-redis 6": (keyPrefix) => nodeRedis("redis", { keyPrefix }),
  "node-redis 6, a pool": (keyPrefix) => nodeRedis("redis", { keyPrefix }, pool),
  "ioredis 5": (keyPrefix) => ioredis("ioredis", { keyPrefix }),
  "ioredis 5, auto-pipelining": (keyPrefix) => ioredis("ioredis", { keyPrefix, enableAutoPipelining: true }),
  "ioredis 6": (keyPrefix) => ioredis("ioredis6", { keyPrefix }),
  iovalkey: (keyPrefix) => ioredis("iovalkey", { keyPrefix }),
};

/** What resends by itself when a connection is lost. @type {Record<string, (port: number) => Promise<Opened>>} */
export const RESENDING = { "ioredis 5": ioredis("ioredis"), "ioredis 6": ioredis("ioredis6"), iovalkey: ioredis("iovalkey") };
