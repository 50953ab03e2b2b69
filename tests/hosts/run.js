// @ts-check
// Every host, from the packed tarball: `node run.js [--write] [part of a name …]`. Two at a time.

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { recorder } from "../conformance/check.js";
import { collector, print } from "../conformance/print.js";
import { App, pack } from "./app.js";
import { HOSTS } from "./hosts.js";

const wanted = process.argv.slice(2).filter((word) => word !== "--write");
const names = Object.keys(HOSTS).filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const { failures, report } = collector();
const { counts, group } = recorder(report);
const tarball = await pack();

/** @param {string} name */
async function attempt(name) {
  const began = Date.now();
  const app = await App.create(HOSTS[name].app, tarball);
  try {
    await group(name)("built and run", () => HOSTS[name].try(app));
  } finally {
    await app.remove();
  }
  // It takes minutes: something to look at.
  console.error(`  ${name} (${Math.round((Date.now() - began) / 1000)} s)`);
}

const queue = [...names];
await Promise.all([0, 1].map(async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await attempt(name);
}));
await rm(dirname(tarball), { recursive: true, force: true });
const isGood = print(counts, failures);
const passed = Object.values(counts).reduce((sum, count) => sum + count.passed, 0);
console.log(`${passed} passed, ${names.length - passed} failed`);
process.exitCode = isGood && passed === names.length ? 0 : 1;
