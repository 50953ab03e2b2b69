// Express with each of the session middlewares, over HTTP: `node run.js [rounds]`, written to benches/EXPRESS.md. The servers live side by
// side, each in a process of its own, and take turns, so that what the machine does meanwhile falls on all of them alike.

import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { median } from "../median.js";
import { load } from "./load.js";

const NAMES = ["no session", "its headers alone", "waxseal", "express-session", "cookie-session"];
/** Who count nobody. */
const WITHOUT = ["no session", "its headers alone"];
const ROUNDS = Number(process.argv[2] ?? 15);
const CONNECTIONS = 10;
// So many that the first ones, after another process had the machine, do not count for much.
const REQUESTS = 10_000;

const apps = await Promise.all(NAMES.map(async (name) => {
  const child = fork(fileURLToPath(new URL("app.js", import.meta.url)), [name]);
  const [{ port }] = await once(child, "message");
  const cpu = async () => {
    child.send("cpu");
    const [{ cpu }] = await once(child, "message");
    return cpu;
  };
  return { name, child, port, cpu, rates: [], costs: [] };
}));
try {
  for (let round = -2; round < ROUNDS; round += 1) {
    // Another one begins each time.
    for (let turn = 0; turn < apps.length; turn += 1) {
      const app = apps[(turn + round + apps.length) % apps.length];
      const before = await app.cpu();
      const { seconds, last } = await load(app.port, CONNECTIONS, REQUESTS);
      if (!WITHOUT.includes(app.name) && last !== `visit ${REQUESTS / CONNECTIONS}`) throw new Error(`${app.name}: ${last}`);
      // The first ones warm up.
      if (round < 0) continue;
      app.rates.push(REQUESTS / seconds);
      app.costs.push((await app.cpu() - before) / REQUESTS);
    }
  }
} finally {
  for (const { child } of apps) child.disconnect();
}

const [none, headers, waxseal, stored] = ["no session", "its headers alone", "waxseal", "express-session"].map((wanted) => apps.find(({ name }) => name === wanted));
const ratio = (ours, theirs) => median(ours.map((one, at) => one / theirs[at]));
const times = (number) => number.toFixed(2);
const version = (name) => JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
const rows = apps.map(({ name, rates, costs }) =>
  `| ${name} | ${Math.round(median(rates)).toLocaleString("en")} | ${median(costs).toFixed(1)} | ${times(ratio(waxseal.rates, rates))} | ${times(ratio(costs, waxseal.costs))} |`);
const page = `# Express over HTTP

Written by \`make bench-express\`, all of it, on ${new Date().toISOString().slice(0, 10)}: Node ${process.versions.node}, ${availableParallelism()} × ${cpus()[0]?.model ?? "processor"}; Express ${version("express")}, express-session ${version("express-session")} on its
MemoryStore, cookie-session ${version("cookie-session")}, each as it comes. A visit is counted; ${CONNECTIONS} connections, ${ROUNDS} rounds of ${REQUESTS.toLocaleString("en")} requests in turns, medians.

| | requests a second | µs of the processor a request | waxseal's requests a second, times as many | by the processor |
|---|--:|--:|--:|--:|
${rows.join("\n")}

What no session can be faster than: Express without any reaches ${times(ratio(none.rates, stored.rates))} times what it does with express-session (by the processor ${times(ratio(stored.costs, none.costs))}); and
with nothing but a session's headers on each answer, its cookie among them, ${times(ratio(headers.rates, stored.rates))} times (by the processor ${times(ratio(stored.costs, headers.costs))}).
express-session sends its cookie once, and keeps its sessions in the process's own memory, where a restart ends them and a second process knows none of them.
`;
writeFileSync(new URL("../EXPRESS.md", import.meta.url), page);
console.log(page);
