// `make bench-stores`: sessions in SQLite and in PostgreSQL, waxseal's, its peers' and the bare statements: benches/STORES.md.

import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../median.js";
import { measure } from "./measure.js";
import { postgreSQL } from "./postgres.js";
import { storesPage } from "./report.js";
import { sqlite } from "./sqlite.js";

const began = performance.now();
const say = (text) => console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${text}`);
const loads = [loadavg()[0]];
const parts = [];

/** @param {{ id: string, title: string, clock: "wall" | "cpu" }} what @param {any} opened */
async function part(what, { contestants, close, version }) {
  try {
    const jobs = await measure(contestants, what.clock);
    parts.push({ ...what, version, jobs });
    for (const { job, rows } of jobs) say(`${what.title}, ${job}: ${rows.map(({ name, driver, ns }) => `${name} (${driver}) ${(ns / 1000).toFixed(1)} µs`).join(", ")}`);
  } finally {
    await close();
  }
}

const folder = await mkdtemp(join(tmpdir(), "waxseal-bench-"));
try {
  await part({ id: "sqlite", title: "SQLite, synchronous = NORMAL", clock: "cpu" }, await sqlite(folder, "NORMAL"));
  await part({ id: "sqlite", title: "SQLite, synchronous = FULL", clock: "wall" }, await sqlite(folder, "FULL"));
  await part({ id: "postgres", title: "PostgreSQL", clock: "wall" }, await postgreSQL());
  loads.push(loadavg()[0]);
  const versions = { ...pinned("../../package.json"), ...pinned("./package.json"), node: process.versions.node, sqlite: process.versions.sqlite };
  writeFileSync(new URL("../STORES.md", import.meta.url), storesPage({ parts, versions, loads, fsync: fsync(join(folder, "fsync")), cores: cpus().length, cpu: cpus()[0].model }));
  say("benches/STORES.md");
} finally {
  await rm(folder, { recursive: true, force: true });
}
// better-sqlite3-session-store keeps a timer that nothing takes away.
process.exit(0);

/** What a write costs here that has to be on the disk, in microseconds. @param {string} file */
function fsync(file) {
  const opened = openSync(file, "w");
  const all = [];
  for (let at = 0; at < 50; at += 1) {
    const start = performance.now();
    writeSync(opened, Buffer.alloc(4096));
    fsyncSync(opened);
    all.push((performance.now() - start) * 1000);
  }
  closeSync(opened);
  return median(all);
}

/** @param {string} file */
function pinned(file) {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")).devDependencies;
}
