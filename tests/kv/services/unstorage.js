// @ts-check
// unstorage over three of its drivers: this process's memory, files, and a redis-server.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStorage, prefixStorage } from "unstorage";
import fs from "unstorage/drivers/fs";
import github from "unstorage/drivers/github";
import memory from "unstorage/drivers/memory";
import none from "unstorage/drivers/null";
import overlay from "unstorage/drivers/overlay";
import redis from "unstorage/drivers/redis";
import { ConfigError, createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { unstorageKV } from "waxseal/kv/unstorage";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { redisData } from "../redis-data.js";
import { startRedis } from "../redis-server.js";
import { trip } from "../trip.js";
import { wholeSuite } from "../whole.js";

/** Drivers, and storages around them. @type {Record<string, () => any>} */
const KEEPING = {
  "a part of a storage": () => prefixStorage(createStorage(), "sessions"),
  "a storage with a mount that only reads": () => createStorage().mount("assets", none()),
  overlay: () => createStorage({ driver: overlay({ layers: [memory(), none()] }) }),
};

/** @type {Record<string, (base: string) => any>} */
const FORGETFUL = {
  null: none,
  "fs, readOnly": (base) => fs({ base: join(base, "read-only"), readOnly: true }),
  github: () => github({ repo: "nobody/nothing" }),
};

/** @param {any} storage */
function refused(storage) {
  try {
    unstorageKV(storage);
  } catch (error) {
    if (error instanceof ConfigError && /keeps nothing/.test(error.message)) return;
    throw error;
  }
  throw new Error("it was taken");
}

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
    await section("unstorage: drivers", [
      ...Object.entries(KEEPING).map(([name, make]) => ({ name: `${name} keeps sessions`, run: async () => trip(unstorageKV(await make())) })),
      ...Object.entries(FORGETFUL).map(([name, driver]) => ({ name: `${name}, which would lose them in silence, is refused`, run: async () => refused(createStorage({ driver: await driver(base) })) })),
    ]);
  } finally {
    data.close();
    await stop();
    await rm(base, { recursive: true, force: true });
  }
}
