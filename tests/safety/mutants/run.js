// @ts-check
// `node tests/safety/mutants/run.js [room …]`: cargo-mutants changes the rooms of `src`, one place at a time, and a native test is to fail.
// What lives must be in `mutants.md` with its reason, and what is there must live. `SHARD=k/n`, from 0/n on, is one of n parts of each step:
// a room takes up to hours.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beyond, listed } from "./listed.js";
import { ROOMS } from "./rooms.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in ROOMS));
if (unknown) throw new Error(`${unknown}: there is no such room; there are ${Object.keys(ROOMS).join(", ")}`);

// Nothing is debugged, and the crate is compiled more often than it runs; what it depends on is compiled once.
const env = { ...process.env, CARGO_TARGET_DIR: `${root}target/mutants` };
for (const profile of ["DEV", "TEST"]) Object.assign(env, { [`CARGO_PROFILE_${profile}_DEBUG`]: "0", [`CARGO_PROFILE_${profile}_OPT_LEVEL`]: "0" });
const everyRun = ["--locked", '--config=profile.dev.package."*".opt-level=2'];

const shard = process.env.SHARD ?? "";
if (shard !== "" && !/^\d+\/\d+$/.test(shard)) throw new Error(`SHARD: got ${shard}, takes k/n, as 0/8`);

/** A step's mutants, by what became of them. @param {string} name @param {import("./rooms.js").Step} step @returns {{ summary: string, mutant: string }[]} */
function outcomes(name, { files, except = [], tests, features = [] }) {
  const out = `${env.CARGO_TARGET_DIR}/${name}`;
  mkdirSync(out, { recursive: true });
  const { status } = spawnSync(
    "cargo",
    [
      ...["mutants", "--output", out, "--no-shuffle", "--timeout", "60", "--colors", "never"],
      ...(shard === "" ? [] : ["--shard", shard]),
      ...(features.length === 0 ? [] : [`--features=${features.join(",")}`]),
      ...files.flatMap((file) => ["--file", `src/${file}`]),
      ...except.flatMap((file) => ["--exclude", `src/${file}`]),
      ...[...everyRun, ...tests.map((test) => (test === "lib" ? "--lib" : `--test=${test}`))].map((word) => `--cargo-arg=${word}`),
    ],
    { cwd: root, env, stdio: "inherit" },
  );
  // 2 and 3: some live, some did not end.
  if (![0, 2, 3].includes(status ?? -1)) throw new Error(`cargo mutants ended with ${status} in ${name}`);
  /** @type {{ outcomes: { scenario: { Mutant: { name: string } } | "Baseline", summary: string }[] }} */
  const kept = JSON.parse(readFileSync(`${out}/mutants.out/outcomes.json`, "utf8"));
  return kept.outcomes.flatMap(({ scenario, summary }) => (scenario === "Baseline" ? [] : [{ summary, mutant: scenario.Mutant.name.replace(/:\d+:\d+: /, " ") }]));
}

let failed = 0;
/** @type {string[]} */
const figures = [];
for (const room of asked.length === 0 ? Object.keys(ROOMS) : asked) {
  const results = ROOMS[room].steps.flatMap((step, at) => outcomes(`${room}-${at}`, step));
  const count = (/** @type {string[]} */ ...summaries) => results.filter(({ summary }) => summaries.includes(summary)).length;
  // What does not compile is no change. What does not end is seen.
  const [compiled, seen] = [results.length - count("Unviable"), count("CaughtMutant", "Timeout")];
  const alive = results.filter(({ summary }) => summary === "MissedMutant").map(({ mutant }) => mutant);
  const files = new Set(results.map(({ mutant }) => mutant.split(" ")[0]));
  const known = listed("mutants.md").filter((mutant) => files.has(mutant.split(" ")[0]));
  // What a shard leaves out is not known to live.
  const [unlisted, dead] = [beyond(alive, known), shard === "" ? beyond(known, alive) : []];
  for (const mutant of unlisted) console.error(`FAILED ${mutant}: it lives, and is not in mutants.md`);
  for (const mutant of dead) console.error(`FAILED ${mutant}: it is in mutants.md, and does not live`);
  failed += unlisted.length + dead.length + (compiled > 0 && seen + alive.length === compiled ? 0 : 1);
  const reasons = unlisted.length === 0 ? `each of the other ${alive.length} with a reason` : `${unlisted.length} of the other ${alive.length} without a reason`;
  figures.push(`mutants-${room}${shard === "" ? "" : `, shard ${shard}`}: ${seen} of ${compiled} seen${alive.length === 0 ? "" : `, ${reasons}`}`);
}
console.log(figures.join("\n"));
process.exitCode = failed === 0 ? 0 : 1;
