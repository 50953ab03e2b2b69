// @ts-check
// The app on Node: `node server.js cookie | sqlite FILE | redis PORT`. Says its port, and what it holds when it is asked on its input.

import { createServer } from "node:http";
import { createSessions } from "waxseal";
import { session } from "waxseal/node";
import { COOKIE } from "./app.js";

const [, , store, where] = process.argv;

async function made() {
  if (store === "cookie") return createSessions(COOKIE);
  const options = /** @type {const} */ ({ store: "kv", key: "_load", log: false });
  if (store === "sqlite") {
    const { DatabaseSync } = await import("node:sqlite");
    const { sqliteKV } = await import("waxseal/kv/sqlite");
    return createSessions({ ...options, kv: sqliteKV(new DatabaseSync(where)) });
  }
  const { Redis } = await import("ioredis");
  const { redisKV } = await import("waxseal/kv/redis");
  return createSessions({ ...options, kv: redisKV(new Redis(Number(where))) });
}

const layer = session(/** @type {any} */ (await made()));
const server = createServer((request, response) => layer(request, response, (error) => {
  if (error) return void response.writeHead(500).end(String(error));
  const session = /** @type {any} */ (request).session;
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://app.test");
  if (pathname === "/login") session.clear().put("user", searchParams.get("user")).put("count", 0).renew();
  if (pathname === "/put") session.put("count", session.get("count", 0) + 1);
  if (pathname === "/renew") session.renew();
  if (pathname === "/logout") session.drop();
  response.setHeader("content-type", "application/json").end(JSON.stringify({ user: session.get("user") ?? null, count: session.get("count") ?? null }));
}));
server.listen(0, "127.0.0.1", () => process.stdout.write(`${/** @type {import("node:net").AddressInfo} */ (server.address()).port}\n`));
process.stdin.on("data", () => {
  const { gc } = /** @type {any} */ (globalThis);
  for (let time = 0; time < 3; time += 1) gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${heapUsed + external}\n`);
});
process.stdin.on("end", () => process.exit(0));
