// What was built, in this folder, on a port that is free: `node serve.js STORE STATE FILE`.
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
await new Promise((done) => probe.close(done));
Object.assign(process.env, { PORT: `${port}`, HOST: "127.0.0.1", NITRO_SHUTDOWN_DISABLED: "true" });
console.log = () => {};
await import(pathToFileURL(join(process.cwd(), ".output/server/index.mjs")).href);
const url = `http://127.0.0.1:${port}`;
while (!(await fetch(`${url}/skipped`).catch(() => undefined))) await new Promise((done) => setTimeout(done, 50));
process.stdout.write(`${JSON.stringify({ url, has: { socket: true } })}\n`);
