// Cold start in Node: from the import to the first cookie verified, each time in a fresh process. Appended to RESULTS.md.

import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { median, sessionOf } from "./measure.js";

const CONTESTANTS = {
  waxseal: ["./contestants/waxseal.js", 0],
  "node:crypto": ["./contestants/node-crypto.js", 0],
  WebCrypto: ["./contestants/webcrypto.js", 0],
  "@noble/hashes": ["./contestants/noble.js", 0],
  jose: ["./contestants/jose.js", 0],
  "iron-session": ["./contestants/iron-session.js", 0],
  "React Router": ["./contestants/react-router.js", 0],
};
const ROUNDS = 11;

/** @param {string} code */
function run(code) {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { cwd: import.meta.dirname, encoding: "utf8" });
  const took = Number(stdout);
  if (!Number.isFinite(took) || stdout === "") throw new Error(stderr);
  return took;
}

/** Milliseconds inside the process, from the import on. @param {[string, number]} from @param {string} header */
const first = ([file, at], header) => run(`
  const began = performance.now();
  const { default: all } = await import("${file}");
  const made = await all[${at}].setup();
  const value = await made.read(${JSON.stringify(header)}, "visits");
  if (value !== 10000) throw new Error("not read: " + value);
  process.stdout.write(String(performance.now() - began));`);

const took = new Map();
for (const [name, [file, at]] of Object.entries(CONTESTANTS)) {
  const { default: all } = await import(file);
  const made = await all[at].setup();
  const header = (await made.write(sessionOf(66))).split(";")[0];
  took.set(name, { from: [file, at], header, times: [] });
}
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { from, header, times } of took.values()) times.push(first(from, header));
}
const rows = [...took].map(([name, { times }]) => `| ${name} | ${median(times).toFixed(1)} ms |`);
const table = ["", "## Cold start, Node", "", "From the import to the first cookie verified, in a fresh process; the keys are derived in it, too.", "", "| | |", "|---|--:|", ...rows, ""].join("\n");
console.log(table);
appendFileSync(new URL("RESULTS.md", import.meta.url), table);
