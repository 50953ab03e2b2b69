// Express with each of the session middlewares, over HTTP: `node run.js [rounds]`. The servers live side by side, each in a process of its
// own, and take turns, so that what the machine does meanwhile falls on all of them alike.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median } from "../median.js";
import { load } from "./load.js";

const NAMES = ["no session", "waxseal", "express-session", "cookie-session"];
const ROUNDS = Number(process.argv[2] ?? 15);
const CONNECTIONS = 10;
const REQUESTS = 3000;

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
      if (app.name !== "no session" && last !== `visit ${REQUESTS / CONNECTIONS}`) throw new Error(`${app.name}: ${last}`);
      // The first ones warm up.
      if (round < 0) continue;
      app.rates.push(REQUESTS / seconds);
      app.costs.push((await app.cpu() - before) / REQUESTS);
    }
  }
} finally {
  for (const { child } of apps) child.disconnect();
}

const waxseal = apps.find(({ name }) => name === "waxseal");
const ratio = (ours, theirs) => median(ours.map((one, at) => one / theirs[at]));
console.log("| | requests a second | µs of the processor a request | waxseal's requests a second, times as many |\n|---|---|---|---|");
for (const { name, rates, costs } of apps) {
  console.log(`| ${name} | ${Math.round(median(rates)).toLocaleString("en")} | ${median(costs).toFixed(1)} | ${ratio(waxseal.rates, rates).toFixed(2)} (by the processor ${ratio(costs, waxseal.costs).toFixed(2)}) |`);
}
