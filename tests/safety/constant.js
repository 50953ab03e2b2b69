// @ts-check
// What refusing a wrong guess takes: in instructions natively, a guess for each byte (`.ci/stages constant`); and on the package's module in the
// fuel of an engine, 10,000 guesses of each kind (`fuel/`). With FULL=1 also in time, a million measurements of each kind: Welch's t of guesses
// that are wrong at the first and at the last byte, which "dudect" takes for a leak from 4.5 on.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const failures = [];

/** @param {string} program @param {...string} words */
function run(program, ...words) {
  const { status, stdout } = spawnSync(program, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  process.stdout.write(stdout);
  if (status !== 0) failures.push(program);
  return stdout.trimEnd().split("\n");
}

const natively = run(".ci/stages", "constant").at(-1)?.replace(/^constant: /, "");
const fuel = ["run", "--release", "--locked", "--quiet", "--manifest-path", "tests/safety/fuel/Cargo.toml", "--"];
const inModule = run("cargo", ...fuel, "pkg/wasm/waxseal_bg.wasm", "10000").at(-1)?.replace(/, 0 failed$/, "");
let inTime = "";
if (process.env.FULL) {
  const values = run(".ci/stages", "leak").map((line) => Number(line.split(" ")[1]));
  const most = Math.max(...values);
  if (!(most < 4.5)) failures.push("leak");
  inTime = `; t is at most ${most} of ${values.length} kinds, a million measurements each`;
}
console.log(`constant: ${natively}; ${inModule}, in the module${inTime}`);
process.exitCode = failures.length === 0 ? 0 : 1;
