// @ts-check
// What has no place for a switch, as a constant that is a pattern's: cargo-mutants changes a copy of the crate for each, compiles it, and
// runs the tests that reach most of its file. They pass without a mutant, as `covered` has seen.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { TARGET, copyTo } from "./build.js";

/** @typedef {import("./list.js").Mutant} Mutant */

const COPY = `${TARGET}alone/crate/`;
/** Linking takes most of the time. */
const MOST = 6;

const env = { ...process.env, CARGO_TARGET_DIR: `${TARGET}alone/build` };
for (const profile of ["DEV", "TEST"]) Object.assign(env, { [`CARGO_PROFILE_${profile}_DEBUG`]: "0", [`CARGO_PROFILE_${profile}_OPT_LEVEL`]: "0" });
const everyRun = ["--locked", '--config=profile.dev.package."*".opt-level=2'];

/** @type {Record<string, import("./run.js").Outcome>} */
const OUTCOMES = { CaughtMutant: "seen", Timeout: "without end", MissedMutant: "alive", Unviable: "invalid" };

/** @param {Mutant[]} mutants @param {import("./tests.js").Test[]} covers @param {Mutant[]} all */
export function alone(mutants, covers, all) {
  copyTo(COPY);
  return Object.entries(Object.groupBy(mutants, ({ file }) => file)).flatMap(([file, some = []]) => {
    const out = `${TARGET}alone/${file.replace(/\W/g, "-")}`;
    mkdirSync(out, { recursive: true });
    const words = ["mutants", "--in-place", "--baseline", "skip", "--output", out, "--no-shuffle", "--timeout", "120", "--colors", "never", "--features=conformance,tower", "--file", file];
    const names = some.map(({ at }) => `^${at.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);
    const tests = reaching(new Set(all.flatMap((mutant) => (mutant.file === file ? [mutant.id] : []))), covers);
    const { status } = spawnSync("cargo", [...words, ...names.flatMap((name) => ["--re", name]), ...[...everyRun, ...tests.map(wordOf)].map((word) => `--cargo-arg=${word}`)], { cwd: COPY, env, stdio: "inherit" });
    // 2 and 3: some live, some did not end.
    if (![0, 2, 3].includes(status ?? -1)) throw new Error(`cargo mutants ended with ${status} in ${file}`);
    /** @type {{ outcomes: { scenario: { Mutant: { name: string } } | "Baseline", summary: string }[] }} */
    const kept = JSON.parse(readFileSync(`${out}/mutants.out/outcomes.json`, "utf8"));
    return kept.outcomes.flatMap(({ scenario, summary }) => {
      const mutant = scenario === "Baseline" ? undefined : some.find(({ at }) => at === scenario.Mutant.name);
      return mutant ? [{ mutant, outcome: OUTCOMES[summary], by: summary === "MissedMutant" ? "" : tests.join() }] : [];
    });
  });
}

/** @param {string} test */
const wordOf = (test) => (test === "lib" ? "--lib" : `--test=${test}`);

/** @param {Set<number>} ids @param {import("./tests.js").Test[]} covers @returns {string[]} the tests that reach most of these */
function reaching(ids, covers) {
  /** @type {Map<string, Set<number>>} */
  const reached = new Map();
  for (const test of covers.filter(({ binary }) => binary.name !== "services")) {
    const own = reached.get(test.binary.name) ?? new Set();
    for (const id of test.reached) if (ids.has(id)) own.add(id);
    reached.set(test.binary.name, own);
  }
  const most = [...reached].sort(([, one], [, other]) => other.size - one.size).slice(0, MOST);
  return most.map(([name]) => name);
}
