// @ts-check
// Upstash's own client, against its protocol before a real redis-server.

import { Redis } from "@upstash/redis";
import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { upstashKV } from "waxseal/kv/upstash";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { redisData } from "../redis-data.js";
import { startRest } from "../redis-rest.js";
import { startRedis } from "../redis-server.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const redis = await startRedis();
  const rest = await startRest(redis.port, "token");
  const data = redisData([redis.port]);
  try {
    const kv = upstashKV(new Redis({ url: rest.url, token: "token", enableTelemetry: false }));
    await section("Upstash: adapter", adapterSuite(() => kv, data));
    await section("Upstash: application", wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump, many: 200 }));
  } finally {
    data.close();
    await rest.stop();
    await redis.stop();
  }
}
