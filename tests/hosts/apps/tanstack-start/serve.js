// What was built, in this folder, on a port that is free or PORT: `node serve.js [STORE STATE FILE]`.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "srvx";

const entry = process.argv.length > 2 ? "walk" : "server";
const { default: app } = await import(pathToFileURL(join(process.cwd(), `dist/server/${entry}.js`)).href);
const server = serve({ fetch: (request) => app.fetch(request), port: Number(process.env.PORT ?? 0), hostname: "127.0.0.1", silent: true, gracefulShutdown: false });
await server.ready();
console.log(JSON.stringify({ url: server.url.replace(/\/$/, ""), has: { proxies: true } }));
