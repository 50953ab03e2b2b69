// @ts-check
// A redis-server, by both clients.

import { Redis } from "ioredis";
import { createClient } from "redis";
import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { redisKV } from "waxseal/kv/redis";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { redisData } from "../redis-data.js";
import { startRedis } from "../redis-server.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const { port, stop } = await startRedis();
  const data = redisData([port]);
  const nodeRedis = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  const ioredis = new Redis(port);
  const closed = { "node-redis": await createClient({ url: `redis://127.0.0.1:${port}` }).connect(), ioredis: new Redis(port) };
  closed["node-redis"].destroy();
  closed.ioredis.disconnect();
  try {
    for (const [name, client] of Object.entries({ "node-redis": nodeRedis, ioredis })) {
      const kv = redisKV(client);
      await section(`redis, ${name}: adapter`, adapterSuite(() => kv, { advance: data.advance, closed: () => redisKV(closed[/** @type {keyof typeof closed} */ (name)]) }));
      await section(`redis, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump }));
    }
  } finally {
    nodeRedis.destroy();
    ioredis.disconnect();
    data.close();
    await stop();
  }
}
