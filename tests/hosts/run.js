// @ts-check
// Every host, from the packed tarball: `node run.js [name …]`. Two at a time.

import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { App, pack } from "./app.js";
import { HOSTS } from "./hosts.js";

const wanted = process.argv.slice(2);
const names = Object.keys(HOSTS).filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const tarball = await pack();
let [passed, failed] = [0, 0];

/** @param {string} name */
async function attempt(name) {
  const began = Date.now();
  const app = await App.create(HOSTS[name].app, tarball);
  try {
    await HOSTS[name].try(app);
    passed += 1;
    console.log(`  ${name}: works (${Math.round((Date.now() - began) / 1000)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`  ${name}: FAILED (${Math.round((Date.now() - began) / 1000)} s)\n${/** @type {Error} */ (error).message}`);
  } finally {
    await app.remove();
  }
}

const queue = [...names];
await Promise.all([0, 1].map(async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await attempt(name);
}));
await rm(dirname(tarball), { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed === names.length && passed > 0 ? 0 : 1;
