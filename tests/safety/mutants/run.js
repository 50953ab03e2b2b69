// @ts-check
// `node tests/safety/mutants/run.js [room …]`: what cargo-mutants would change in the rooms of `src`, one place at a time, is put into one
// build (`build.js`), and each is tried on the native tests that reach it, until one fails. What lives must be in `mutants.md` with its
// reason, and what is there must live. What became of each is kept in target/mutants/outcomes.txt: a run that was broken off, or of another
// room, is gone on with, as long as the code and its tests stay.

import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { alone } from "./alone.js";
import { TARGET, build } from "./build.js";
import { each } from "../each.js";
import { beyond, listed } from "./listed.js";
import { ROOMS } from "./rooms.js";
import { covered, startTests } from "./tests.js";

/** @typedef {"seen" | "without end" | "alive" | "unreached" | "invalid"} Outcome */

/** The share of all that is seen at the least. */
const LEAST = 0.95;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in ROOMS));
if (unknown) throw new Error(`${unknown}: there is no such room; there are ${Object.keys(ROOMS).join(", ")}`);
const rooms = asked.length === 0 ? Object.keys(ROOMS) : asked;

const { mutants, placed, invalid, unplaced, binaries } = build();

const file = `${TARGET}outcomes.txt`;
/** @type {Map<number, Outcome>} */
const outcomes = new Map(invalid.map((id) => [id, "invalid"]));
for (const [, id, outcome] of existsSync(file) ? readFileSync(file, "utf8").matchAll(/^(\d+)\t(.+?)\t/gm) : []) outcomes.set(Number(id), /** @type {Outcome} */ (outcome));

/** @param {import("./list.js").Mutant} mutant @param {Outcome} outcome @param {string} by */
function keep({ id, at }, outcome, by) {
  outcomes.set(id, outcome);
  appendFileSync(file, `${id}\t${outcome}\t${at}\t${by}\n`);
}

/** How often a test has to fail in a row: one does now and then by chance, or on a busy machine. What is listed should not be seen at all. */
const FAILURES = 2;
const FAILURES_OF_LISTED = 4;
const isListed = new Set(listed("mutants.md"));

const tests = await startTests();
try {
  const covers = await covered(binaries, tests.run);
  const isPlaced = new Set(placed);
  for (const room of rooms) {
    const left = mutants.filter((mutant) => mutant.room === room && !outcomes.has(mutant.id));
    const together = left.filter(({ id }) => isPlaced.has(id));
    let done = 0;
    await each(together, async (mutant, place) => {
      const { outcome, by } = await tried(mutant, covers, place);
      keep(mutant, outcome, by);
      done += 1;
      if (done % 50 === 0) console.log(`${room}: ${done} of ${together.length}`);
    });
    const others = left.filter(({ id }) => !isPlaced.has(id));
    if (others.length > 0) for (const { mutant, outcome, by } of alone(others, covers, mutants)) keep(mutant, outcome, by);
  }
} finally {
  await tests.stop();
}

/** @param {import("./list.js").Mutant} mutant @param {import("./tests.js").Test[]} covers @param {number} place @returns {Promise<{ outcome: Outcome, by: string }>} */
async function tried({ id, row }, covers, place) {
  const reaching = covers.filter(({ reached }) => reached.includes(id));
  const failures = isListed.has(row) ? FAILURES_OF_LISTED : FAILURES;
  for (const test of reaching) {
    let failed = 0;
    for (; failed < failures; failed += 1) {
      const { code, signal } = await tests.run(test, { MUTANT: String(id) }, 20 + 10 * test.seconds, place);
      if (signal === "SIGKILL") return { outcome: "without end", by: test.name };
      if (code === 0) break;
    }
    if (failed === failures) return { outcome: "seen", by: test.name };
  }
  return { outcome: reaching.length === 0 ? "unreached" : "alive", by: "" };
}

/** @param {typeof mutants} some @param {Outcome[]} which */
const are = (some, ...which) => some.filter(({ id }) => which.includes(outcomes.get(id) ?? "alive"));

/** What there is to see and what is seen, of some rooms. @param {string[]} rooms */
function counted(rooms) {
  const some = mutants.filter(({ room }) => rooms.includes(room));
  const alive = are(some, "alive", "unreached");
  return { whole: some.length - are(some, "invalid").length, alive, endless: are(some, "without end").length, switchless: some.filter(({ id }) => unplaced.includes(id)).length };
}

/** @param {{ whole: number, alive: unknown[] }} counted */
const percent = ({ whole, alive }) => `${((100 * (whole - alive.length)) / whole).toFixed(1)} %`;

let failed = 0;
/** @param {string[]} rooms */
function figure(rooms) {
  const { whole, alive } = counted(rooms);
  const without = beyond(alive.map(({ row }) => row), listed("mutants.md")).length;
  const reasons = without === 0 ? `each of the other ${alive.length} with a reason` : `${without} of the other ${alive.length} without a reason`;
  const each = rooms.map((room) => `${room} ${percent(counted([room]))}`).join(", ");
  return `mutants: ${(whole - alive.length).toLocaleString("en")} of ${whole.toLocaleString("en")} seen (${percent(counted(rooms))}: ${each})${alive.length === 0 ? "" : `, ${reasons}`}`;
}

const { whole, alive, endless, switchless } = counted(rooms);
const files = new Set(mutants.filter(({ room }) => rooms.includes(room)).map(({ file }) => file));
const known = listed("mutants.md").filter((row) => files.has(row.split(" ")[0]));
const rows = alive.map(({ row }) => row);
for (const row of beyond(rows, known)) console.error(`FAILED ${row}: it lives, and is not in mutants.md`);
for (const row of beyond(known, rows)) console.error(`FAILED ${row}: it is in mutants.md, and does not live`);
failed += beyond(rows, known).length + beyond(known, rows).length;
writeFileSync(`${TARGET}alive.txt`, alive.map(({ at, id }) => `${at}\t${outcomes.get(id)}\n`).join(""));

if (asked.length === 0 && whole - alive.length < LEAST * whole) {
  console.error(`FAILED: fewer are seen than ${100 * LEAST} %`);
  failed += 1;
}
console.log(`${endless} of them go on without end; ${switchless} were tried by cargo-mutants alone; what lives is in target/mutants/alive.txt`);
console.log(figure(rooms));
process.exitCode = failed === 0 ? 0 : 1;
