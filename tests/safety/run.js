// @ts-check
// `node tests/safety/run.js [part …]`: the parts of the safety campaign, all of them even if one fails: first those that take one processor each,
// side by side, then the others one after the other. What each comes to is kept in `figures/`, and SECURITY.md's table is made anew.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { each } from "./each.js";
import { keep, writePage } from "./figures.js";
import { PARTS } from "./parts.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !PARTS.some((part) => part.name === name));
if (unknown) throw new Error(`${unknown}: there is no such part; there are ${PARTS.map(({ name }) => name).join(", ")}`);

/** Runs it; gives its exit code and the last line that it printed. Each line is said with the part's name. @param {import("./parts.js").Part} part @returns {Promise<{ code: number | null, last: string }>} */
function run({ name, command: [program, ...words] }) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let last = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      console.log(`${name}│ ${line}`);
      if (line.trim() !== "") last = line;
    });
    child.on("error", (error) => resolve({ code: null, last: `${error}` }));
    child.on("close", (code) => resolve({ code, last }));
  });
}

let failed = 0;
/** What each came to. @type {Map<string, string>} */
const lines = new Map();

/** @param {import("./parts.js").Part} part */
async function come(part) {
  const { name } = part;
  console.log(`==> ${name}`);
  const start = Date.now();
  const { code, last } = await run(part);
  const said = last.startsWith(`${name}: `) ? last.slice(name.length + 2) : undefined;
  const holds = code === 0 && said !== undefined;
  if (!holds) failed += 1;
  const figure = said ?? `ended with ${code}, without a figure`;
  lines.set(name, `${holds ? "    " : "FAILED "}${name}: ${figure}`);
  // What broke before it had a figure says nothing of waxseal: the figure of before stays.
  if (said !== undefined) {
    await keep({ name, figure, holds, seconds: Math.round((Date.now() - start) / 1000), full: Boolean(process.env.FULL), on: new Date().toISOString().slice(0, 10) });
  }
}

const start = Date.now();
const parts = PARTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
await each(parts.filter(({ one }) => one), come);
for (const part of parts.filter(({ one }) => !one)) await come(part);
await writePage();
console.log(`\n${parts.map(({ name }) => lines.get(name)).join("\n")}\n\n${parts.length - failed} passed, ${failed} failed, in ${((Date.now() - start) / 60_000).toFixed(1)} minutes`);
process.exitCode = failed === 0 ? 0 : 1;
