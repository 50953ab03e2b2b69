// @ts-check
// Upstash's own client, against its protocol before a real redis-server.

import { Redis } from "@upstash/redis";
import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { upstashKV } from "waxseal/kv/upstash";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { lossy } from "../lossy.js";
import { redisData } from "../redis-data.js";
import { startRest } from "../redis-rest.js";
import { startRedis } from "../redis-server.js";
import { trip } from "../trip.js";
import { wholeSuite } from "../whole.js";

/** What the client may be told that changes how answers come. */
const OPTIONS = {
  "answers as they are": { automaticDeserialization: false, responseEncoding: /** @type {const} */ (false), enableAutoPipelining: false },
  pipelines: { enableAutoPipelining: true },
};

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const redis = await startRedis();
  const rest = await startRest(redis.port, "token");
  const data = redisData([redis.port]);
  try {
    const kv = upstashKV(new Redis({ url: rest.url, token: "token", enableTelemetry: false }));
    await section("Upstash: adapter", adapterSuite(() => kv, { advance: data.advance }));
    const told = (/** @type {object} */ options) => upstashKV(new Redis({ url: rest.url, token: "token", enableTelemetry: false, ...options }));
    await section("Upstash: the client's options", Object.entries(OPTIONS).map(([name, options]) => ({ name, run: () => trip(told(options)) })));
    await section("Upstash: application", wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump, many: 200 }));
    await section("Upstash: an answer is lost", await lost(rest.url));
  } finally {
    data.close();
    await rest.stop();
    await redis.stop();
  }
}

/** The client asks again by itself when a connection ends: what it then hears is the answer to its second write. @param {string} url @returns {Promise<import("waxseal/conformance").Test[]>} */
async function lost(url) {
  const test = (/** @type {string} */ name, /** @type {(sessions: any, lose: (words: string) => void) => Promise<boolean>} */ body) => ({
    name,
    async run() {
      const way = await lossy(Number(new URL(url).port));
      try {
        const redis = new Redis({ url: `http://127.0.0.1:${way.port}`, token: "token", enableTelemetry: false, retry: { retries: 5, backoff: () => 10 } });
        const sessions = createSessions({ store: "kv", kv: upstashKV(redis), key: "sid", log: false });
        if (!(await body(sessions, way.lose))) throw new Error("it is not there");
        if (way.lost() !== 1) throw new Error(`${way.lost()} answers were lost`);
      } finally {
        await way.stop();
      }
    },
  });
  const visit = async (/** @type {any} */ sessions, /** @type {string} */ cookie, /** @type {(session: any) => unknown} */ change) => {
    const session = await sessions.fetch(cookie);
    change(session);
    return (await sessions.commit(session))?.split(";")[0] ?? cookie;
  };
  const user = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => (await sessions.fetch(cookie)).get("user");
  return [
    test("to a create", async (sessions, lose) => {
      lose('"nx"');
      return await user(sessions, await visit(sessions, "", (session) => session.put("user", 1))) === 1;
    }),
    test("to a write", async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose('"eval"');
      await visit(sessions, cookie, (session) => session.put("user", 2));
      return await user(sessions, cookie) === 2;
    }),
    test("to a renewal's retirement", async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose('"eval"');
      const renewed = await visit(sessions, cookie, (session) => session.put("user", 2).renew());
      return await user(sessions, renewed) === 2 && await user(sessions, cookie) === undefined;
    }),
  ];
}
