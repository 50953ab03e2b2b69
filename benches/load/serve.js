// An app in a process of its own: `serve.js express|hono REDIS_PORT`. Its first line says where, and what there is.

import { createServer } from "node:http";
import process from "node:process";
import { getRequestListener } from "@hono/node-server";
import { createClient } from "redis";
import { redisKV } from "waxseal/kv/redis";

const [framework, port] = process.argv.slice(2);
const redis = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
const { makeApp } = await import(`./apps/${framework}.js`);
const { app, names } = makeApp({ Redis: redisKV(redis) }, redis);
const server = createServer(framework === "hono" ? getRequestListener(app.fetch) : app);
server.listen(0, "127.0.0.1", () => process.stdout.write(`${JSON.stringify({ port: server.address().port, names })}\n`));
