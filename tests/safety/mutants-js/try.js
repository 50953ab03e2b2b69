// @ts-check
// `node --import ./resolve.js try.js GROUP …`: groups of tests one after the other, until one fails. Which mutant is active Stryker's
// switches have from the environment. With COVER=file there, what was reached is written to it.

import { existsSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { BEGINS } from "./begins.js";

const { HITS, COVER } = process.env;
const stryker = /** @type {any} */ (globalThis).__stryker__ ??= {};
stryker.currentTestId = "all";
if (HITS) Object.assign(stryker, { hitCount: 0, hitLimit: Number(HITS) });

const [start, began] = [process.cpuUsage(), performance.now()];
const { TESTS } = await import("./tests.js");
for (const name of process.argv.slice(2)) {
  writeSync(1, `${BEGINS}${name}\n`);
  await TESTS[name](async (what, body) => {
    try {
      await body();
    } catch (error) {
      console.error(`${name} › ${what}: ${/** @type {any} */ (error)?.stack}`);
      process.exit(1);
    }
  });
}
if (COVER) {
  const { user, system } = process.cpuUsage(start);
  const threads = existsSync(`${COVER}.threads`) ? readFileSync(`${COVER}.threads`, "utf8").trim().split("\n").map((line) => JSON.parse(line)) : [];
  /** @type {Record<string, number>} */
  const reached = {};
  for (const each of [stryker.mutantCoverage?.perTest.all ?? {}, ...threads]) for (const [id, often] of Object.entries(each)) reached[id] = (reached[id] ?? 0) + often;
  writeFileSync(COVER, JSON.stringify({ seconds: (user + system) / 1e6, took: performance.now() - began, reached }));
}
process.exit(0);
