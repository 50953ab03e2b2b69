// @ts-check
// A redis-server, by both clients.

import { Redis } from "ioredis";
import { createClient } from "redis";
import { StoreError, createSessions } from "waxseal";
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
      await section(`redis, ${name}: busy`, [{ name: "while a script of the app's holds Redis up, sessions wait for its end", run: () => busy(port, kv) }]);
      await section(`redis, ${name}: full`, [{ name: "log-outs hold where Redis has no room by its maxmemory; all else is an error, and nothing of it is there", run: () => full(port, kv) }]);
      await section(`redis, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump }));
    }
  } finally {
    nodeRedis.destroy();
    ioredis.disconnect();
    data.close();
    await stop();
  }
}

/** @param {number} port @param {import("waxseal").KvAdapter} kv */
async function busy(port, kv) {
  const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
  const cookie = String(await sessions.commit((await sessions.fetch("")).put("a", 1))).split(";")[0];
  const [holding, ending] = [new Redis(port), new Redis(port)];
  try {
    await ending.config("SET", "busy-reply-threshold", "1");
    const script = holding.eval("while true do end", 0).catch(() => {});
    // Until then what comes waits in line.
    while (await ending.ping().then(() => true, (/** @type {Error} */ error) => !error.message.startsWith("BUSY")));
    const refused = await Promise.resolve(kv.get("any")).then(() => undefined, (/** @type {any} */ error) => error);
    const [found, created] = [sessions.fetch(cookie), sessions.commit((await sessions.fetch("")).put("b", 2))];
    await ending.script("KILL");
    await script;
    if ((await found).get("a") !== 1) throw new Error("not read");
    if ((await created) === undefined) throw new Error("not written");
    if (refused?.retryable !== true) throw new Error(`meanwhile: ${refused}`);
  } finally {
    await ending.config("SET", "busy-reply-threshold", "5000");
    holding.disconnect();
    ending.disconnect();
  }
}

/** @param {number} port @param {import("waxseal").KvAdapter} kv */
async function full(port, kv) {
  const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
  const logIn = async () => {
    const session = (await sessions.fetch("")).put("a", 1);
    session.owner = "full";
    return String(await sessions.commit(session)).split(";")[0];
  };
  const refused = async (/** @type {Promise<unknown>} */ act) => {
    const error = await act.then(() => undefined, (error) => error);
    if (!(error instanceof StoreError) || !/OOM/.test(String(error.cause))) throw new Error(`not refused: ${error}`);
  };
  const [stays, out] = [await logIn(), await logIn()];
  const admin = new Redis(port);
  try {
    await admin.config("SET", "maxmemory", "1");
    await refused(logIn());
    await refused(sessions.commit((await sessions.fetch(stays)).put("a", 2)));
    await refused(sessions.commit((await sessions.fetch(stays)).renew()));
    await refused(sessions.revoke("full"));
    await sessions.commit((await sessions.fetch(out)).drop());
    if (!(await sessions.fetch(out)).isNew) throw new Error("the log-out did not hold");
    if ((await sessions.fetch(stays)).get("a") !== 1) throw new Error("another session is not as it was");
  } finally {
    await admin.config("SET", "maxmemory", "0");
    admin.disconnect();
  }
  if ((await sessions.list("full")).length !== 1) throw new Error("listed");
  await sessions.revoke("full");
  if (!(await sessions.fetch(stays)).isNew) throw new Error("not revoked");
}
