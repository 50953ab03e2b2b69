// Inside of Node, Bun or Deno: `child.js RUNTIME`. A line of JSON in for each turn, a line out; the first line out is who can run.

import { createInterface } from "node:readline";
import process from "node:process";
import { filesFor } from "../contestants/list.js";
import { turns } from "../turns.js";

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const contestants = [];
const missing = [];
for (const file of filesFor[process.argv[2]]) {
  try {
    contestants.push(await import(`../contestants/${file}.js`));
  } catch (error) {
    missing.push({ file, why: error.message });
  }
}
const turn = turns(contestants);
say({ contestants: contestants.map(({ name, kind, layers, sameFormat }) => ({ name, kind, layers, sameFormat })), missing });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ ms: await turn(JSON.parse(line)) });
  } catch (error) {
    say({ error: error.message });
  }
}
