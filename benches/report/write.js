// The page and its pictures out of what was measured. `node report/write.js` writes them again, from the last run's numbers.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chart } from "./chart.js";
import { growthChart } from "./growth-chart.js";
import { resultsPage } from "./results.js";

const numbers = new URL("../../target/bench.json", import.meta.url);
const here = (file) => new URL(`../${file}`, import.meta.url);

export function write(results) {
  mkdirSync(new URL(".", numbers), { recursive: true });
  writeFileSync(numbers, JSON.stringify(results));
  writeFileSync(here("RESULTS.md"), resultsPage(results));
  writeFileSync(here("results.svg"), chart(results.runtimes));
  writeFileSync(here("growth.svg"), growthChart(results.growth));
}

if (import.meta.main) write(JSON.parse(readFileSync(numbers, "utf8")));
