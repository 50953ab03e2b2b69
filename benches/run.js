// `make bench`: waxseal, its peers and, with BASE=COMMIT, the build of an earlier commit; and what came of it in RESULTS.md and its
// pictures. `node run.js node workerd` for some runtimes only: the page then speaks of those alone.

import { readFileSync } from "node:fs";
import { arch, cpus, loadavg } from "node:os";
import { commit } from "./base.js";
import { ROUNDS, cell } from "./cells.js";
import { COLD_ROUNDS, COLUMNS, cold } from "./cold/run.js";
import { growth } from "./growth/run.js";
import { JOBS } from "./jobs.js";
import { limits } from "./limits/measure.js";
import { memory } from "./memory/run.js";
import { SIZES } from "./payloads.js";
import { write } from "./report/write.js";

const RUNTIMES = Object.keys(COLUMNS);
const named = process.argv.slice(2);
const unknown = named.filter((name) => !RUNTIMES.includes(name));
if (unknown.length > 0) throw new Error(`no such runtime: ${unknown.join(", ")}; there are ${RUNTIMES.join(", ")}`);
const chosen = RUNTIMES.filter((name) => named.length === 0 || named.includes(name));

const began = performance.now();
const loads = [loadavg()[0]];
const say = (text) => console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${text}`);

const results = { commit, runtimes: [], cold: [], memory: {}, growth: [] };
for (const id of chosen) {
  const runtime = await import(`./runtimes/${id}.js`);
  const { title, version } = runtime;
  const running = await runtime.start();
  const cells = [];
  try {
    for (const kind of ["signed", "encrypted"]) {
      for (const job of JOBS) {
        for (const size of SIZES) cells.push({ kind, job, size, rows: await cell(running, { kind, job, size }, runtime) });
        say(`${title} ${version}, ${kind}, ${job}: ${cells.slice(-SIZES.length).map(({ size, rows }) => `${size} B ${(rows.find(({ name }) => name === "waxseal").ns / 1000).toFixed(1)} µs`).join(", ")}`);
      }
    }
  } finally {
    await running.stop();
  }
  results.runtimes.push({ id, title, version, cells, missing: running.missing });
}
for (const column of chosen.flatMap((id) => COLUMNS[id])) {
  const { id, title } = column;
  results.cold.push({ id, title, ...(await cold(column)) });
  say(`cold start, ${title}`);
}
for (const id of chosen.filter((name) => name in memory)) {
  results.memory[id] = await memory[id]();
  say(`memory, ${id}: ${results.memory[id].before} → ${results.memory[id].after} bytes`);
}
if (chosen.includes("node")) {
  results.limits = limits();
  say("limits");
}
for (const series of growth()) {
  results.growth.push(series);
  say(`growth, ${series.title}: ${series.jobs.map(({ job, exponent }) => `${job} ${exponent.toFixed(2)}`).join(", ")}`);
}

const { devDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
loads.push(loadavg()[0]);
write({
  ...results,
  rounds: { speed: ROUNDS, cold: COLD_ROUNDS },
  machine: { cores: cpus().length, cpu: cpus()[0].model, arch: arch(), loads },
  versions: Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`).join(", "),
});
say("benches/RESULTS.md");
process.exit(0);
