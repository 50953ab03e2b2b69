// What was built, in this folder, on a port that is free or PORT: `node serve.js [STORE STATE FILE]`.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "srvx";

const { default: app } = await import(pathToFileURL(join(process.cwd(), "dist/server/entry-server.js")).href);
const below = (request) => new Request(request.url.replace(/^(\w+:\/\/[^/]+)/, "$1/walk"), request);
const server = serve({ fetch: (request) => app.fetch(process.argv.length > 2 ? below(request) : request), port: Number(process.env.PORT ?? 0), hostname: "127.0.0.1", silent: true, gracefulShutdown: false });
await server.ready();
console.log(JSON.stringify({ url: server.url.replace(/\/$/, ""), has: { proxies: true } }));
