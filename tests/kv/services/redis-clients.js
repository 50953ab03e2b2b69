// @ts-check
// Every client before one redis-server: the adapter suite, prefixes, an answer that is lost on the way, and sentinels.

import { ConfigError, createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { redisKV } from "waxseal/kv/redis";
import { lossy } from "../lossy.js";
import { CLIENTS, PREFIXED, RESENDING } from "../redis-clients.js";
import { redisData } from "../redis-data.js";
import { startRedis, startSentinel } from "../redis-server.js";

/** @typedef {import("waxseal/conformance").Test} Test */

const must = (/** @type {unknown} */ holds, /** @type {string} */ what) => {
  if (!holds) throw new Error(what);
};
const open = (/** @type {any} */ client) => createSessions({ store: "kv", kv: redisKV(client), key: "sid", log: false });

/** A request: the cookie that its browser has afterwards. @param {any} sessions @param {string} cookie @param {(session: any) => unknown} change @returns {Promise<string>} */
async function visit(sessions, cookie, change) {
  const session = await sessions.fetch(cookie);
  change(session);
  const set = await sessions.commit(session);
  return set === undefined ? cookie : set.split(";")[0];
}

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const { port, stop } = await startRedis();
  const data = redisData([port]);
  try {
    for (const [name, connect] of Object.entries(CLIENTS)) {
      const { client, close } = await connect(port);
      const kv = redisKV(client);
      await section(`redis, ${name}`, adapterSuite(() => kv, { advance: data.advance })).finally(close);
    }
    await section("redis: prefixes", Object.entries(PREFIXED).map(([name, connect]) => ({ name, run: () => prefixes(port, data, connect) })));
    await section("redis: an answer is lost", Object.entries(RESENDING).flatMap(([name, connect]) => resending(name, port, connect)));
    await section("redis: clients that are refused", await refused());
  } finally {
    data.close();
    await stop();
  }
  const sentinel = await startSentinel();
  try {
    await section("redis: sentinels", ["redis", "redis5"].map((name) => ({ name, run: () => behindSentinels(name, sentinel) })));
  } finally {
    await sentinel.stop();
  }
}

/** @param {number} port @param {ReturnType<typeof redisData>} data @param {(prefix: string) => (port: number) => Promise<import("../redis-clients.js").Opened>} connect */
async function prefixes(port, data, connect) {
  const [staging, production] = [await connect("staging:")(port), await connect("production:")(port)];
  try {
    const before = new Set((await data.dump()).map(([key]) => key));
    let cookie = await visit(open(staging.client), "", (session) => session.put("user", 1));
    cookie = await visit(open(staging.client), cookie, (session) => session.put("user", 2).renew());
    const keys = (await data.dump()).map(([key]) => key).filter((key) => !before.has(key));
    must(keys.length > 0 && keys.every((key) => key.startsWith("staging:")), `all keys have the prefix, got ${keys}`);
    must((await open(production.client).fetch(cookie)).keys().length === 0, "a session of the one's is none of the other's");
    must((await open(staging.client).fetch(cookie)).get("user") === 2, "and is there");
    await visit(open(staging.client), cookie, (session) => session.drop());
    must((await open(staging.client).fetch(cookie)).keys().length === 0, "it is deleted under its prefix");
  } finally {
    staging.close();
    production.close();
  }
}

/** @param {string} name @param {number} port @param {(port: number) => Promise<import("../redis-clients.js").Opened>} connect @returns {Test[]} */
function resending(name, port, connect) {
  /** @param {(sessions: any, lose: (words: string) => void) => Promise<void>} body */
  const over = (body) => async () => {
    const way = await lossy(port);
    const { client, close } = await connect(way.port);
    try {
      await client.ping();
      await body(open(client), way.lose);
      must(way.lost() === 1, `one answer was lost, got ${way.lost()}`);
    } finally {
      close();
      await way.stop();
    }
  };
  const user = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => (await sessions.fetch(cookie)).get("user");
  return [
    { name: `${name}: to a create`, run: over(async (sessions, lose) => {
      lose("NX");
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      must(await user(sessions, cookie) === 1, "the session is there");
    }) },
    { name: `${name}: to a write`, run: over(async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("GETRANGE");
      await visit(sessions, cookie, (session) => session.put("user", 2));
      must(await user(sessions, cookie) === 2, "it is written");
    }) },
    { name: `${name}: to a renewal's retirement`, run: over(async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("GETRANGE");
      const renewed = await visit(sessions, cookie, (session) => session.put("user", 2).renew());
      must(renewed !== cookie && await user(sessions, renewed) === 2, "the new sid has it");
      must(await user(sessions, cookie) === undefined, "the old one is dead");
    }) },
    { name: `${name}: to a log-out`, run: over(async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("EX");
      await visit(sessions, cookie, (session) => session.drop());
      must(await user(sessions, cookie) === undefined, "it is gone");
    }) },
  ];
}

/** @returns {Promise<Test[]>} */
async function refused() {
  const legacy = (await import(/** @type {string} */ ("redis4"))).createClient({ legacyMode: true });
  const { Redis } = await import("@upstash/redis");
  /** @type {Record<string, any>} */
  const wrong = {
    "node-redis 4 in its legacy mode": legacy,
    "node-redis 6's legacy client": (await import("redis")).createClient().legacy(),
    "a pipeline of ioredis": new (await import("ioredis")).Redis({ lazyConnect: true }).pipeline(),
    "a transaction of node-redis": (await import("redis")).createClient().multi(),
    "Upstash's client": new Redis({ url: "http://127.0.0.1", token: "token" }),
    nothing: undefined,
    "a promise": Promise.resolve({}),
    "an address": "redis://user:a-password@localhost",
  };
  return Object.entries(wrong).map(([name, client]) => ({
    name,
    async run() {
      try {
        redisKV(client);
      } catch (error) {
        must(error instanceof ConfigError && /redisKV/.test(error.message) && !/a-password/.test(error.message), `a ConfigError: ${error}`);
        return;
      }
      throw new Error("it was taken");
    },
  }));
}

/** @param {string} name @param {Awaited<ReturnType<typeof startSentinel>>} sentinel */
async function behindSentinels(name, { port, name: service, keys }) {
  const { createSentinel } = await import(/** @type {string} */ (name));
  for (const options of [{}, { replicaPoolSize: 1 }, ...(name === "redis" ? [{ keyPrefix: "shop:" }] : [])]) {
    const client = createSentinel({ name: service, sentinelRootNodes: [{ host: "127.0.0.1", port }], ...options });
    client.on("error", () => {});
    await client.connect();
    try {
      for (const { name, run } of adapterSuite(() => redisKV(client))) {
        await run().catch((error) => { throw new Error(`${JSON.stringify(options)}: ${name}`, { cause: error }); });
      }
      const sessions = open(client);
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      const renewed = await visit(sessions, cookie, (session) => session.put("user", 2).renew());
      must((await sessions.fetch(renewed)).get("user") === 2, "a session renewed is read");
    } finally {
      client.destroy();
    }
  }
  if (name === "redis") must((await keys()).some((key) => key.startsWith("shop:")), "the prefix holds");
}
