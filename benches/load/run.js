// `make bench-load`: requests a second of whole apps, what a request takes of the processor, and how long it waits: benches/LOAD.md.
// Bounded: LOAD_REQUESTS to each contestant, by turns. `node run.js [server …]`: those alone, as they stand over the tables; the others' tables stay.

import { cpus, loadavg } from "node:os";
import { readFileSync, writeFileSync } from "node:fs";
import { startRedis } from "../../tests/kv/redis-server.js";
import { median } from "../median.js";
import { visitors } from "./client.js";
import { resident, worked } from "./process.js";
import { loadPage, loadPart, partsOf } from "./report.js";
import { SERVERS } from "./servers.js";
import { NONE, pathOf } from "./sessions.js";

const REQUESTS = Number(process.env.LOAD_REQUESTS ?? 20_000);
const ROUNDS = 5;
/** As many before it counts, so that all is compiled. */
const WARM = Math.min(REQUESTS * 0.2, 20_000);
const VISITORS = 32;

const began = performance.now();
const say = (text) => console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${text}`);
const PAGE = new URL("../LOAD.md", import.meta.url);
const { devDependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SERVERS);
const unknown = asked.find((title) => !(title in SERVERS));
if (unknown) throw new Error(`${unknown}: there is no such server; there are ${Object.keys(SERVERS).join("; ")}`);
const parts = partsOf(readFileSync(PAGE, "utf8"));
const redis = await startRedis();
try {
  for (const title of asked) {
    const start = SERVERS[title];
    const loads = [loadavg()[0]];
    const { names, stop } = await start(redis.port);
    await stop();
    const apps = [];
    try {
      for (const name of names) {
        // A process for each, as what one leaves in memory is none of the next one's.
        const server = await start(redis.port);
        const load = visitors({ port: server.port, path: pathOf(name), counts: name !== NONE, visitors: VISITORS });
        await load(Math.max(VISITORS, WARM));
        apps.push({ name, server, load, rounds: [], warm: resident(server.pid) });
      }
      say(`${title}: ${apps.length} apps are warm`);
      for (let round = 0; round < ROUNDS; round += 1) {
        for (let at = 0; at < apps.length; at += 1) apps[(at + round) % apps.length].rounds.push(await measured(apps[(at + round) % apps.length]));
        say(`${title}: round ${round + 1} of ${ROUNDS}`);
      }
      const rows = apps.map(({ name, server, rounds, warm }) => {
        const of = (key) => median(rounds.map((one) => one[key]));
        return { name, rate: of("rate"), cpu: of("cpu"), half: of("half"), most: of("most"), warm, memory: resident(server.pid) };
      });
      parts.set(title, loadPart({ title, rows, requests: REQUESTS, rounds: ROUNDS, warm: WARM, loads: [...loads, loadavg()[0]] }));
      // At once, so that what a later one spoils is not all.
      writeFileSync(PAGE, loadPage({
        parts: Object.keys(SERVERS).flatMap((name) => parts.get(name) ?? []), visitors: VISITORS, cores: cpus().length, cpu: cpus()[0].model, versions: devDependencies,
      }));
      for (const { name, rate, cpu } of rows) say(`${title}, ${name}: ${Math.round(rate)} requests a second, ${Math.round(cpu)} µs each`);
    } finally {
      for (const { server } of apps) await server.stop();
    }
  }
} finally {
  await redis.stop();
}

say("benches/LOAD.md");
process.exit(0);

/** One round of a contestant. @param {any} app */
async function measured({ server, load }) {
  const requests = Math.max(VISITORS, Math.round(REQUESTS / ROUNDS));
  const before = worked(server.pid);
  const { seconds, took } = await load(requests);
  return {
    rate: requests / seconds, cpu: (worked(server.pid) - before) / requests,
    half: took[took.length >> 1], most: took[Math.floor(took.length * 0.99)],
  };
}
