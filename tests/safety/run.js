// @ts-check
// `node tests/safety/run.js [part …]`: the parts of the safety campaign one after the other, all of them even if one fails. What each
// comes to is kept in `figures/`, and SECURITY.md's table is made anew.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keep, writePage } from "./figures.js";
import { PARTS } from "./parts.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !PARTS.some((part) => part.name === name));
if (unknown) throw new Error(`${unknown}: there is no such part; there are ${PARTS.map(({ name }) => name).join(", ")}`);

/** Runs it; gives its exit code and the last line that it printed. @param {string[]} command @returns {Promise<{ code: number | null, last: string }>} */
function run([program, ...words]) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part) => {
      process.stdout.write(part);
      text = (text + part).slice(-4096);
    });
    child.on("error", (error) => resolve({ code: null, last: `${error}` }));
    child.on("close", (code) => resolve({ code, last: text.trimEnd().split("\n").at(-1) ?? "" }));
  });
}

let failed = 0;
/** @type {string[]} */
const lines = [];
const parts = PARTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
for (const { name, command } of parts) {
  console.log(`\n==> ${name}`);
  const start = Date.now();
  const { code, last } = await run(command);
  const said = last.startsWith(`${name}: `) ? last.slice(name.length + 2) : undefined;
  const holds = code === 0 && said !== undefined;
  if (!holds) failed += 1;
  const figure = said ?? `ended with ${code}, without a figure`;
  lines.push(`${holds ? "    " : "FAILED "}${name}: ${figure}`);
  // What broke before it had a figure says nothing of waxseal: the figure of before stays.
  if (said !== undefined) {
    await keep({ name, figure, holds, seconds: Math.round((Date.now() - start) / 1000), full: Boolean(process.env.FULL), on: new Date().toISOString().slice(0, 10) });
  }
}
await writePage();
console.log(`\n${lines.join("\n")}\n\n${parts.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
