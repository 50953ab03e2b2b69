// @ts-check
// The vectors in Node, Deno, Bun and workerd. `run.js all` runs them natively before, with every round of PBKDF2, and says last what the
// campaign keeps.

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bun, deno } from "../runtimes.js";
import { test } from "../workerd.js";

const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const isAll = process.argv[2] === "all";
let good = true;

/** @param {string} program @param {...string} words */
function run(program, ...words) {
  const { status } = spawnSync(program, words, { cwd: path("../.."), env: { ...process.env, WYCHEPROOF: "all" }, stdio: "inherit" });
  good &&= status === 0;
}

// The package's code, and a few exports more.
execFileSync(path("../../.ci/test-module"), { stdio: ["ignore", "ignore", "inherit"] });
if (isAll) run("cargo", "test", "--locked", "--profile", "checked", "--lib", "--test", "wycheproof");
run(process.execPath, path("run-node.js"));
run(deno, "run", "--allow-read", "--no-prompt", "--no-lock", path("run-node.js"));
run(bun, path("run-node.js"));
good = (await test(path("worker.js"), { modules: 2 })) && good;

if (isAll) {
  const rows = Object.values(JSON.parse(readFileSync(path("vectors.json"), "utf8"))).flat().length;
  console.log(`wycheproof: ${good ? `${rows} of ${rows} natively, ${rows - 1} in each of Node, Deno, Bun and workerd (without the one of 16,777,216 rounds)` : "failures, above"}`);
}
process.exitCode = good ? 0 : 1;
