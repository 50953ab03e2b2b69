// @ts-check
// unstorage over three of its drivers: this process's memory, files, and a redis-server.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStorage } from "unstorage";
import fs from "unstorage/drivers/fs";
import memory from "unstorage/drivers/memory";
import redis from "unstorage/drivers/redis";
import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { unstorageKV } from "waxseal/kv/unstorage";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { redisData } from "../redis-data.js";
import { startRedis } from "../redis-server.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const { port, stop } = await startRedis();
  const data = redisData([port]);
  const base = await mkdtemp(join(tmpdir(), "waxseal-unstorage-"));
  /** @type {Record<string, { driver: any, promises: any, advance?: (seconds: number) => unknown }>} */
  const drivers = {
    memory: { driver: memory(), promises: { consistency: "strong" } },
    fs: { driver: fs({ base }), promises: { consistency: "strong" } },
    // Of the three only this one heeds a time to live.
    redis: { driver: redis({ port, host: "127.0.0.1" }), promises: { consistency: "strong", minTtl: 1 }, advance: data.advance },
  };
  try {
    for (const [name, { driver, promises, advance }] of Object.entries(drivers)) {
      const storage = createStorage({ driver });
      const kv = unstorageKV(storage, promises);
      await section(`unstorage, ${name}: adapter`, adapterSuite(() => kv, advance ? { advance } : {}));
      const dump = async () => {
        /** @type {[string, Uint8Array][]} */
        const entries = [];
        for (const key of await storage.getKeys()) entries.push([key, (await kv.get(key))?.value ?? new Uint8Array()]);
        return entries;
      };
      await section(`unstorage, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump }));
      await storage.dispose();
    }
  } finally {
    data.close();
    await stop();
    await rm(base, { recursive: true, force: true });
  }
}
