// @ts-check
// One build of the crate and its tests with all mutants in it, each behind a switch (`place/`). It is kept in target/mutants for as long as
// nothing that it is made of changes.

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
const FILES = ["Cargo.toml", "Cargo.lock", ".cargo", "README.md", "docs", "src", "benches/bare", "benches/stages", "examples", ":(glob)tests/*.rs", ":(glob)tests/*/*.rs", "tests/vectors", "tests/wycheproof/vectors.json", "tests/native"];
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

/** @returns {Build} */
export function build() {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...FILES], { cwd: root, encoding: "utf8" }).trim().split("\n").sort();
  const own = readdirSync(`${place}/src`).sort().map((name) => `${place}/src/${name}`);
  const hash = createHash("sha256");
  for (const path of [...files.map((file) => root + file), ...own]) hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path));
  const of = hash.digest("hex");

  if (!existsSync(`${TARGET}of.txt`) || readFileSync(`${TARGET}of.txt`, "utf8") !== of) {
    for (const old of ["build.json", "covers.json", "outcomes.txt", "dropped.txt", "crate"]) rmSync(TARGET + old, { recursive: true, force: true });
    mkdirSync(TARGET, { recursive: true });
    writeFileSync(`${TARGET}of.txt`, of);
  }
  const kept = `${TARGET}build.json`;
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  for (const file of files) {
    mkdirSync(dirname(COPY + file), { recursive: true });
    copyFileSync(root + file, COPY + file);
  }
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
    const printed = execFileSync("cargo", [...words, `${TARGET}list.json`, file, root, COPY], { encoding: "utf8", maxBuffer: 1 << 24 });
    copyFileSync(`${place}/src/switch.rs`, `${COPY}src/mutants.rs`);
    writeFileSync(`${COPY}src/lib.rs`, `${readFileSync(`${COPY}src/lib.rs`, "utf8").replace(/\n#\[doc\(hidden\)\]\npub mod mutants;\n$/, "")}\n#[doc(hidden)]\npub mod mutants;\n`);
    const wrong = check();
    if (wrong.length === 0) {
      const are = (/** @type {string} */ what) => [...printed.matchAll(new RegExp(`^${what} (\\d+)$`, "gm"))].map(([, id]) => Number(id));
      return { placed: are("placed"), invalid: [...are("invalid"), ...dropped] };
    }
    for (const id of wrong) dropped.add(id);
    console.log(`${dropped.size} don't compile`);
  }
}

/** @typedef {{ file_name: string, byte_end: number, is_primary: boolean }} Span */

/** @returns {number[]} the mutants that the compiler's errors are at */
function check() {
  const words = ["check", "--locked", "--lib", `--features=${FEATURES},redis,sqlite`, "--message-format=json"];
  const { stdout, stderr, status } = spawnSync("cargo", words, { cwd: COPY, env, encoding: "utf8", maxBuffer: 1 << 28 });
  const errors = lines(stdout).flatMap(({ reason, message }) => (reason === "compiler-message" && message.level === "error" && message.spans.length > 0 ? [message] : []));
  const found = errors.map(({ code, spans, rendered }) => {
    // A match whose arms are all behind switches has none for what is left: rustc names the last of them.
    const arm = code?.code === "E0004" && [...rendered.matchAll(/mutants::on\((\d+)/g)].at(-1)?.[1];
    if (arm) return Number(arm);
    const span = spans.find((/** @type {Span} */ { is_primary }) => is_primary);
    const text = readFileSync(COPY + span.file_name);
    const before = text.subarray(0, span.byte_end).toString();
    // It may be another arm than that one: the next that is behind a switch.
    const next = code?.code === "E0004" && /if \(?!crate::mutants::on\(\s*(\d+)/.exec(text.subarray(span.byte_end).toString());
    const id = next ? next[1] : [...before.matchAll(/mutants::on\(\s*(\d+)/g)].at(-1)?.[1];
    if (id === undefined) throw new Error(`an error that no mutant makes: ${rendered}`);
    return Number(id);
  });
  if (status !== 0 && found.length === 0) throw new Error(`cargo check: ${stderr}`);
  return [...new Set(found)];
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
