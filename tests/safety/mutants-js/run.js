// @ts-check
// `node tests/safety/mutants-js/run.js [room …]`: Stryker's mutants of the rooms of `pkg`, each tried on the groups of
// tests that reach it, until one fails. SAMPLE=n of each room (40), by the hash of each with SEED, or ALL of them; what lives is listed in
// target/mutants-js/alive.txt. What a room came to is kept, by its code: a run of some rooms counts the others as they were found.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { each } from "../each.js";
import { beyond, listed } from "../mutants/listed.js";
import { apps } from "./built.js";
import { endIdle } from "./idle.js";
import { COPY, instrument } from "./instrument.js";
import { BEGINS } from "./begins.js";
import { ROOMS } from "./rooms.js";
import { TESTS } from "./tests.js";

/** @typedef {import("./instrument.js").Mutant} Mutant */
/** What a group reaches without a mutant, by its id how often, and the seconds of its process. @typedef {{ took: number, seconds: number, reached: Record<string, number> }} Cover */
/** @typedef {"seen" | "without end" | "alive" | "unreached"} Outcome */

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("..", COPY));
const SAMPLE = process.env.SAMPLE || "40";
const SEED = process.env.SEED || "51";
/** Of a processor's, for the groups that share a process. */
const FEW_SECONDS = 10;
/** The share that is seen at the least: what was reached stays so. */
const LEAST = 0.85;

const asked = process.argv.length > 2 ? process.argv.slice(2) : (process.env.ROOMS ?? "").split(" ").filter(Boolean);
const unknown = asked.find((name) => !(name in ROOMS));
if (unknown) throw new Error(`${unknown}: there is no such room; there are ${Object.keys(ROOMS).join(", ")}`);
const rooms = Object.entries(ROOMS).filter(([room]) => asked.length === 0 || asked.includes(room));

/**
 * A process that ends with 0 if all passes. What goes round without end is ended after so many seconds of a processor's, which are as many
 * on a machine that is busy; what waits without end by `endIdle`, or after ten minutes.
 * @param {string[]} tests groups of them @param {Record<string, string>} [env] @returns {Promise<{ code: number | null, out: string, err: string }>}
 */
function tried(tests, env = {}, seconds = 600) {
  return new Promise((resolve, reject) => {
    const limited = ["-c", 'ulimit -t "$0" && exec "$@"', String(seconds), process.execPath, "--import", "./resolve.js", "try.js", ...tests];
    const child = spawn("bash", limited, { cwd: here, detached: true, env: { ...process.env, ...built, TMPDIR, ...env }, timeout: 600_000, killSignal: "SIGKILL" });
    const group = Number(child.pid);
    groups.add(group);
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err = (err + text).slice(-4000)));
    const stop = endIdle(child);
    child.on("error", reject);
    child.on("exit", () => (stop(), end(group)));
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

/** The processes that run, and the services that they started. @type {Set<number>} */
const groups = new Set();

/** Also what a process that was killed had no time to stop. @param {number} group */
function end(group) {
  groups.delete(group);
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

process.once("exit", () => groups.forEach(end));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => process.exit(1));

/** The groups, the fastest first. Each passes alone, or a mutant that it fails on would say nothing. @returns {Promise<[string, Cover][]>} */
async function covered() {
  const covers = await each(Object.keys(TESTS), async (group) => {
    const COVER = `${target}${group.replace(/\W/g, "-")}.json`;
    const { code, err } = await tried([group], { COVER });
    if (code !== 0) throw new Error(`${group} fails without a mutant: ${err}`);
    return /** @type {[string, Cover]} */ ([group, JSON.parse(readFileSync(COVER, "utf8"))]);
  });
  return covers.sort(([, one], [, other]) => one.took - other.took);
}

/**
 * By a group that fails alone: one that comes after others in their process may fail for what these left behind, and not for the mutant.
 * @param {Mutant} mutant @param {[string, Cover][]} covers @returns {Promise<{ outcome: Outcome, by?: string }>} `by`: the test that saw it
 */
async function outcomeOf({ id }, covers) {
  let rest = covers.filter(([, { reached }]) => id in reached);
  if (rest.length === 0) return { outcome: "unreached" };
  while (rest.length > 0) {
    const some = firstOf(rest);
    const all = await triedOn(id, some);
    if (all.code === 0) {
      rest = rest.slice(some.length);
      continue;
    }
    const at = Math.max(rest.findIndex(([name]) => name === all.last), 0);
    const { code, by } = at === 0 ? all : await triedOn(id, [rest[at]]);
    if (code !== 0) return { outcome: code === null ? "without end" : "seen", by };
    rest = rest.slice(at + 1);
  }
  return { outcome: "alive" };
}

/** What goes round without end is ended after as long as these take: the first groups, that are few seconds together. @param {[string, Cover][]} groups */
function firstOf(groups) {
  let sum = 0;
  const many = groups.findIndex(([, { seconds }]) => (sum += seconds) > FEW_SECONDS);
  return many < 0 ? groups : groups.slice(0, Math.max(many, 1));
}

/** @param {string} id of a mutant @param {[string, Cover][]} reaching it @returns {Promise<{ code: number | null, last: string, by: string }>} the group that ran last, the test that failed */
async function triedOn(id, reaching) {
  const sum = (/** @type {(cover: Cover) => number} */ of) => reaching.reduce((sum, [, cover]) => sum + of(cover), 0);
  // What goes round a hundred times as often goes round without end.
  const env = { __STRYKER_ACTIVE_MUTANT__: id, HITS: String(100 * sum(({ reached }) => reached[id])) };
  const { code, out, err } = await tried(reaching.map(([name]) => name), env, Math.ceil(10 + 2 * sum(({ seconds }) => seconds)));
  const last = out.split("\n").findLast((line) => line.startsWith(BEGINS))?.slice(BEGINS.length) ?? "";
  return { code, last, by: err.split("\n").find((line) => line.startsWith(`${last} › `)) ?? last };
}

/** The same for the same code, wherever it stands in its file. @param {Mutant} mutant */
const hash = ({ file, mutator, was, is }) => createHash("sha256").update(JSON.stringify([SEED, file, mutator, was, is])).digest("hex");

/** @param {Mutant[]} mutants @returns {Mutant[]} */
function sample(mutants) {
  if (SAMPLE === "ALL") return mutants;
  const hashed = mutants.map((mutant) => ({ mutant, by: hash(mutant) })).sort((one, other) => (one.by < other.by ? -1 : 1));
  return hashed.slice(0, Number(SAMPLE)).map(({ mutant }) => mutant);
}

rmSync(target, { recursive: true, force: true });
const built = await apps();
/** What they write there, they may not come to delete. */
const TMPDIR = `${target}tmp`;
mkdirSync(TMPDIR, { recursive: true });
process.once("exit", () => rmSync(TMPDIR, { recursive: true, force: true }));
const mutants = await instrument(rooms);
const covers = await covered();

/** As a row of mutants-js.md names it. @param {Mutant} mutant */
const named = ({ file, was, is }) => `${file} ${short(was)} → ${short(is)}`;
const short = (/** @type {string} */ code) => (code.length > 100 ? `${code.slice(0, 99)}…` : code).replaceAll("`", "'");

/** @typedef {{ mutant: Mutant, outcome: Outcome, by?: string }} Result */

/** Where what each room came to is kept. */
const KEPT = `${process.env.KEPT || fileURLToPath(new URL("../../mutants-js-kept", COPY))}/`;

/** Of a room's code as it is, by the same sample. @param {string} room */
function keptOf(room) {
  const pkg = fileURLToPath(new URL("../../../pkg/", import.meta.url));
  const code = createHash("sha256");
  for (const file of globSync(ROOMS[room], { cwd: pkg }).sort()) code.update(readFileSync(pkg + file));
  return `${KEPT}${room}-${SAMPLE}-${SEED}-${code.digest("hex").slice(0, 16)}.json`;
}

const lives = (/** @type {Result} */ { outcome }) => outcome === "alive" || outcome === "unreached";

/** Where it is, and the row that it would have in mutants-js.md. @param {Result} result */
function row({ mutant, outcome }) {
  const { file, line, mutator } = mutant;
  return `${file}:${line}\t${outcome}\t${mutator}\t| \`${file}\` | \`${named(mutant).slice(file.length + 1).replaceAll("|", "\\|")}\` |\n`;
}

/** @type {Result[]} */
const results = [];
for (const [room] of rooms) {
  const chosen = sample(mutants.filter((mutant) => mutant.room === room));
  const own = await each(chosen, async (mutant) => {
    const result = { mutant, ...(await outcomeOf(mutant, covers)) };
    if (lives(result)) writeFileSync(`${target}alive.txt`, row(result), { flag: "a" });
    return result;
  });
  const count = (/** @type {Outcome} */ of) => own.filter(({ outcome }) => outcome === of).length;
  const [endless, alive, unreached] = [count("without end"), count("alive"), count("unreached")];
  console.log(`${room}: ${percent(own.length - alive - unreached, own.length)} of ${own.length} seen, ${endless} of them without end; ${alive} live, ${unreached} are not reached`);
  results.push(...own);
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(keptOf(room), JSON.stringify({ all: mutants.filter((mutant) => mutant.room === room).length, results: own }));
}

let all = mutants.length;
for (const room of Object.keys(ROOMS).filter((room) => rooms.every(([name]) => name !== room) && existsSync(keptOf(room)))) {
  const kept = JSON.parse(readFileSync(keptOf(room), "utf8"));
  all += kept.all;
  results.push(...kept.results);
  console.log(`${room}: as it was found before`);
}

const alive = results.filter(lives);
const seen = results.length - alive.length;

const [names, known] = [alive.map(({ mutant }) => named(mutant)), listed("mutants-js.md")];
const unlisted = beyond(names, known);
// A row of what was not tried says nothing here, but one of what is not there any more does.
const dead = known.filter((row) => mutants.every((mutant) => named(mutant) !== row) && rooms.length === Object.keys(ROOMS).length);
const died = results.filter(({ mutant }) => known.includes(named(mutant)) && !names.includes(named(mutant)));
for (const row of dead) console.error(`FAILED ${row}: it is in mutants-js.md, and is not there`);
for (const { mutant, by } of died) console.error(`FAILED ${named(mutant)}: it is in mutants-js.md, and does not live: ${by}`);

const isEnough = seen >= LEAST * results.length;
if (!isEnough) console.error(`FAILED: fewer are seen than ${100 * LEAST} %`);
console.log(`mutants-js: ${seen} of ${results.length}, ${SAMPLE === "ALL" ? "all of them" : `${SAMPLE} of each room by chance (SEED=${SEED}), of ${all.toLocaleString("en")} in all`}, seen (${percent(seen, results.length)}); ${alive.length - unlisted.length} of the other ${alive.length} with a reason`);
process.exitCode = isEnough && dead.length + died.length === 0 ? 0 : 1;

/** @param {number} part @param {number} whole */
function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
