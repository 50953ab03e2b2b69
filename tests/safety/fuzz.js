// @ts-check
// `node tests/safety/fuzz.js [target …]`: libFuzzer over the targets of `fuzz/`, as many at once as there are processors, from the corpora that are kept (an
// input a line, in base64): 20 s each, or EACH; with RUNS (FULL=1: ten million) so many runs each instead. A run that panics, takes over a second or holds more than 64 MB
// at once (`fuzz/src/lib.rs`) is a failure; its input is left in `fuzz/artifacts`. What is found goes to `fuzz/found`.

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { each } from "./each.js";

const folder = fileURLToPath(new URL("../../fuzz/", import.meta.url));
const runsEach = process.env.RUNS || (process.env.FULL ? "10000000" : "");
const bound = runsEach ? `-runs=${runsEach}` : `-max_total_time=${process.env.EACH || "20"}`;
const known = readdirSync(`${folder}fuzz_targets`).map((file) => file.replace(/\.rs$/, "")).sort();
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !known.includes(name));
if (unknown) throw new Error(`${unknown}: there is no such target; there are ${known.join(", ")}`);
const targets = asked.length === 0 ? known : asked;

// Without a sanitizer there is nothing that needs a nightly compiler: nothing here is unsafe.
execFileSync("cargo", ["fuzz", "build", "-s", "none"], { cwd: folder, stdio: "inherit" });
const host = /^host: (.*)$/m.exec(execFileSync("rustc", ["-vV"], { encoding: "utf8" }))?.[1];

/** Its code, and what libFuzzer says. @param {string} target @param {string[]} words @returns {Promise<{ status: number | string | null | undefined, stderr: string }>} */
function run(target, words) {
  return new Promise((resolve) => {
    execFile(`${folder}target/${host}/release/${target}`, words, { maxBuffer: 2 ** 28 }, (error, _, stderr) => resolve({ status: error ? (error.code ?? error.signal) : 0, stderr }));
  });
}

let [runs, failed] = [0, 0];
await each(targets, async (target) => {
  const [found, broken] = [`${folder}found/${target}`, `${folder}artifacts/${target}/`];
  for (const path of [found, broken]) mkdirSync(path, { recursive: true });
  readFileSync(`${folder}corpus/${target}.txt`, "utf8").split("\n").filter(Boolean).forEach((line, at) => writeFileSync(`${found}/kept-${at}`, line, "base64"));
  const { status, stderr } = await run(target, [found, bound, "-timeout=20", "-rss_limit_mb=512", "-max_len=4096", `-artifact_prefix=${broken}`, "-print_final_stats=1", "-verbosity=1"]);
  const stat = (/** @type {string} */ name) => Number(new RegExp(`stat::${name}: +(\\d+)`).exec(stderr)?.[1] ?? NaN);
  const [count, slowest] = [stat("number_of_executed_units"), stat("slowest_unit_time_sec")];
  const good = status === 0 && count > 0 && slowest < 1;
  if (!good) {
    failed += 1;
    console.error(`FAILED ${target}: it ended with ${status}, the slowest run took ${slowest} s\n${stderr.slice(-2000)}`);
  }
  runs += count || 0;
  console.log(`${target.padEnd(16)} ${String(count).padStart(10)} runs`);
});
console.log(`fuzz: ${runs.toLocaleString("en")} runs of ${targets.length} targets, ${failed ? `${failed} of them failed` : "0 crashes, none over 1 s or 64 MB"}`);
process.exitCode = failed === 0 ? 0 : 1;
