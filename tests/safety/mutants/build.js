// @ts-check
// One build of the crate and its tests with all mutants in it, each behind a switch (`place/`). It is kept in target/mutants for as long as
// nothing that it is made of changes, and what a test saw for as long as that test and the crate stay.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { listMutants } from "./list.js";

/** @typedef {import("./list.js").Mutant} Mutant */
/** A test's executable, and where it is run. @typedef {{ name: string, path: string, cwd: string }} Binary */
/**
 * `invalid` don't compile, `unplaced` have no place for a switch.
 * @typedef {{ mutants: Mutant[], placed: number[], invalid: number[], unplaced: number[], binaries: Binary[] }} Build
 */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const place = fileURLToPath(new URL("place", import.meta.url));
export const TARGET = `${root}target/mutants/`;
export const COPY = `${TARGET}crate/`;

/** What the crate and its native tests are compiled of, and read. */
const FILES = ["Cargo.toml", "Cargo.lock", ".cargo", "src", "benches/bare", "benches/stages", "examples", ":(glob)tests/*.rs", ":(glob)tests/*/*.rs", "tests/vectors", "tests/wycheproof/vectors.json", "tests/native"];
/** They read the text of `src`, and `fuzz/`; the last is WebAssembly's. */
const OTHERS = ["examples", "rooms", "fuzz", "wasm"];
const FEATURES = "conformance,tower";

/** Nothing is debugged; overflows are failures. */
const env = {
  ...process.env,
  CARGO_TARGET_DIR: `${TARGET}build`,
  CARGO_INCREMENTAL: "0",
  CARGO_PROFILE_DEV_DEBUG: "0",
  CARGO_PROFILE_DEV_OPT_LEVEL: "1",
  // A change may be what rustc knows to be wrong, and leave something unused.
  RUSTFLAGS: "-Awarnings -Aarithmetic_overflow -Aunconditional_panic",
};

/** A file that is a test's alone: what another test has seen stays seen when it changes. */
const TEST = /^tests\/(?:native\/(?=services))?(\w+)\.rs$/;

const listFiles = () => execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...FILES], { cwd: root, encoding: "utf8" }).trim().split("\n");

/** @param {string} folder for what the crate and its tests are compiled of */
export function copyTo(folder) {
  // A test that is no more is none there either.
  rmSync(folder, { recursive: true, force: true });
  for (const file of listFiles()) {
    mkdirSync(dirname(folder + file), { recursive: true });
    copyFileSync(root + file, folder + file);
  }
}

/** @param {string[]} paths */
function hashed(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

/** What was kept of another crate, or of tests that have changed. @param {Record<string, string>} are hashes, of each test and of all else */
function forget(are) {
  const file = `${TARGET}of.json`;
  /** @type {Record<string, string>} */
  const were = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const isSame = (/** @type {string} */ name) => were[name] === are[name];
  const remove = (/** @type {string} */ name) => rmSync(TARGET + name, { recursive: true, force: true });
  if (!isSame("")) for (const name of ["dropped.txt", "outcomes.txt"]) remove(name);
  if (![...Object.keys(were), ...Object.keys(are)].every(isSame)) {
    for (const name of ["build.json", "covers.json"]) remove(name);
    const outcomes = `${TARGET}outcomes.txt`;
    if (existsSync(outcomes)) {
      // The last word of a line says who saw it: `terms read_back`, or the tests that cargo-mutants had.
      const kept = readFileSync(outcomes, "utf8").matchAll(/^(?:[^\t]*\t){3}([\w,]+).*\n/gm);
      writeFileSync(outcomes, [...kept].flatMap(([line, by]) => (by.split(",").every(isSame) ? [line] : [])).join(""));
    }
  }
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(file, JSON.stringify(are));
}

/** @returns {Build} */
export function build() {
  const files = listFiles();
  const own = readdirSync(`${place}/src`).map((name) => `${place}/src/${name}`);
  const paths = Object.groupBy([...files.map((file) => root + file), ...own], (path) => path.slice(root.length).match(TEST)?.[1] ?? "");
  /** @type {Record<string, string>} */
  const are = Object.fromEntries(Object.entries(paths).map(([name, some = []]) => [name, hashed(some)]));
  forget(are);
  const kept = `${TARGET}build.json`;
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  copyTo(COPY);
  const { list, mutants } = listMutants(root);
  writeFileSync(`${TARGET}list.json`, list);
  const { placed, invalid } = placeAll();
  const isKnown = new Set([...placed, ...invalid]);
  const unplaced = mutants.flatMap(({ id }) => (isKnown.has(id) ? [] : [id]));
  console.log(`${mutants.length} mutants: ${placed.length} placed, ${invalid.length} that don't compile, ${unplaced.length} without a place for a switch; compiling them all`);
  /** @type {Build} */
  const made = { mutants, placed, invalid, unplaced, binaries: compile() };
  writeFileSync(kept, JSON.stringify(made));
  return made;
}

/** Those that don't compile are dropped, a few rounds long: an error hides those of a later pass. */
function placeAll() {
  const file = `${TARGET}dropped.txt`;
  const dropped = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number) : []);
  for (;;) {
    writeFileSync(file, [...dropped].map((id) => `${id}\n`).join(""));
    const words = ["run", "--quiet", "--release", "--locked", "--manifest-path", `${place}/Cargo.toml`, "--target-dir", `${TARGET}place`, "--"];
    const printed = execFileSync("cargo", [...words, `${TARGET}list.json`, file, root, COPY], { encoding: "utf8", maxBuffer: 1 << 26 });
    copyFileSync(`${place}/src/switch.rs`, `${COPY}src/mutants.rs`);
    writeFileSync(`${COPY}src/lib.rs`, `${readFileSync(`${COPY}src/lib.rs`, "utf8").replace(/\n#\[doc\(hidden\)\]\nmod mutants;\n$/, "")}\n#[doc(hidden)]\nmod mutants;\n`);
    const wrong = check(branchesOf(printed));
    if (wrong.length === 0) {
      const are = (/** @type {string} */ what) => [...printed.matchAll(new RegExp(`^${what} (\\d+)$`, "gm"))].map(([, id]) => Number(id));
      return { placed: are("placed"), invalid: [...are("invalid"), ...dropped] };
    }
    for (const id of wrong) dropped.add(id);
    console.log(`${dropped.size} don't compile`);
  }
}

/** Where a mutant's code is; lines and columns from 1, as one number. @typedef {{ id: number, file: string, start: number, end: number }} Branch */

/** @param {number} line @param {number} column */
const at = (line, column) => line * 10_000 + column;

/** @param {string} printed @returns {Branch[]} */
function branchesOf(printed) {
  const lines = printed.matchAll(/^branch (\d+) (\S+) (\d+) (\d+) (\d+) (\d+)$/gm);
  return [...lines].map(([, id, file, ...places]) => {
    const [line, column, lastLine, lastColumn] = places.map(Number);
    return { id: Number(id), file, start: at(line, column + 1), end: at(lastLine, lastColumn + 1) };
  });
}

/** @typedef {{ file_name: string, line_start: number, column_start: number, is_primary: boolean }} Span */

/** @param {Branch[]} branches @returns {number[]} the mutants that the compiler's errors are in, the innermost of each */
function check(branches) {
  const words = ["check", "--locked", "--lib", `--features=${FEATURES},redis,sqlite`, "--message-format=json"];
  const { stdout, stderr, status } = spawnSync("cargo", words, { cwd: COPY, env, encoding: "utf8", maxBuffer: 1 << 28 });
  const errors = lines(stdout).flatMap(({ reason, message }) => (reason === "compiler-message" && message.level === "error" ? [message] : []));
  const found = errors.flatMap(({ spans }) => {
    const first = spans.toSorted((/** @type {Span} */ one, /** @type {Span} */ other) => Number(other.is_primary) - Number(one.is_primary));
    return first.flatMap((/** @type {Span} */ span) => inside(branches, span)).slice(0, 1);
  });
  // What is of no mutant may come of one: an iterator of another type is wrong where it is given.
  if (status !== 0 && found.length === 0) throw new Error(`cargo check: an error that no mutant makes: ${errors[0]?.rendered ?? stderr}`);
  return [...new Set(found)];
}

/** @param {Branch[]} branches @param {Span} span @returns {number[]} the innermost, if there is one */
function inside(branches, { file_name, line_start, column_start }) {
  const place = at(line_start, column_start);
  const around = branches.filter(({ file, start, end }) => file === file_name && start <= place && place <= end);
  return around.toSorted((one, other) => other.start - one.start).slice(0, 1).map(({ id }) => id);
}

/** @returns {Binary[]} */
function compile() {
  const tests = readdirSync(`${COPY}tests`).flatMap((file) => (file.endsWith(".rs") && !OTHERS.includes(file.slice(0, -3)) ? [`--test=${file.slice(0, -3)}`] : []));
  const crate = ["test", "--locked", "--no-run", "--message-format=json", `--features=${FEATURES}`, "--lib", ...tests];
  const native = ["test", "--locked", "--no-run", "--message-format=json", "--manifest-path", `${COPY}examples/Cargo.toml`, "--package=native", "--test=services"];
  return [{ words: crate, cwd: COPY }, { words: native, cwd: `${COPY}tests/native/` }].flatMap(({ words, cwd }) => {
    const { stdout, status } = spawnSync("cargo", words, { cwd, env, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
    if (status !== 0) throw new Error(`cargo ${words.join(" ")} ended with ${status}`);
    return lines(stdout).flatMap(({ executable, profile, target }) => (executable && profile.test ? [{ name: target.name === "waxseal" ? "lib" : target.name, path: executable, cwd }] : []));
  });
}

/** @param {string} text @returns {any[]} */
const lines = (text) => text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
