// @ts-check
// What the package is made of: so many crates at most, each with its reason, each once, from one registry, under licences that we take; an
// npm package without dependencies, with its SBOM; and a release that refuses a tree with changes in it.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { advisoriesOf, newestIn } from "./advisories.js";
import { crates, locked, sbom, sources } from "./crates.js";

const MOST = 40;
const LICENSES = ["MIT", "Apache-2.0", "BSD-3-Clause", "Zlib", "0BSD", "Unicode-3.0"];
const REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";

/** @type {string[]} */
const wrong = [];
const check = (/** @type {unknown} */ condition, /** @type {string} */ what) => void (condition || wrong.push(what));

/** @type {Record<string, string>} */
const reasons = JSON.parse(readFileSync(new URL("reasons.json", import.meta.url), "utf8"));
const all = crates();
const names = all.map(({ name }) => name);
check(all.length <= MOST, `${all.length} crates, at most ${MOST}`);
for (const name of names) check(reasons[name], `${name} has no reason in reasons.json`);
for (const name of Object.keys(reasons)) check(names.includes(name), `${name} is not in the module any more: it goes out of reasons.json`);
for (const name of names) check(names.filter((other) => other === name).length === 1, `${name} is there in two versions`);
for (const { name, license, checksum, source } of all) {
  check(license.split(" AND ").every((part) => part.replace(/[()]/g, "").split(" OR ").some((one) => LICENSES.includes(one.trim()))), `${name}: ${license || "no licence"}`);
  check(source === REGISTRY && /^[0-9a-f]{64}$/.test(checksum), `${name}: from ${source}`);
}
for (const source of sources()) check(source === REGISTRY, `Cargo.lock: from ${source}`);

const manifest = JSON.parse(readFileSync(new URL("../../../pkg/package.json", import.meta.url), "utf8"));
for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies"]) check(!(kind in manifest), `pkg/package.json has ${kind}`);
check(!Object.keys(manifest.scripts).some((script) => /install/.test(script)), "a script that runs when it is installed");
const bom = sbom();
check(bom.components.length === all.length && bom.components.every(({ hashes: [{ content }] }) => content.length === 64), "the SBOM");

// What is outside of the workspace follows the crate only when it is built, and most of it is not built here.
const root = fileURLToPath(new URL("../../..", import.meta.url));
const locks = globSync("**/Cargo.lock", { cwd: root, exclude: (/** @type {string} */ name) => /(^|\/)(node_modules|target|\.tools)$/.test(name) });
for (const lock of locks) {
  const { status } = spawnSync("cargo", ["metadata", "--locked", "--format-version", "1", "--manifest-path", join(root, lock.replace(/lock$/, "toml"))], { stdio: ["ignore", "ignore", "inherit"] });
  check(status === 0, `${lock} is not of its Cargo.toml and the crate's: \`cargo metadata\` in its folder makes it anew`);
}

// RustSec's database, where somebody has it: of what the tests and benches are built with, too.
const database = process.env.ADVISORIES;
let advised = "no advisories looked up: ADVISORIES names no database";
if (database) {
  const newest = newestIn(database);
  const everything = new Map(locks.flatMap((lock) => locked(join(root, lock))).map((crate) => [`${crate.name} ${crate.version}`, crate]));
  for (const [name, crate] of everything) for (const id of advisoriesOf(database, crate)) check(false, `${name}: ${id}`);
  advised = `no advisory of RustSec's, the newest of ${newest}, holds for any of ${everything.size} crates in ${locks.length} lock files`;
}

// Refused, before anything is built: a change that is committed nowhere, and a file that nobody added.
const folder = mkdtempSync(join(tmpdir(), "waxseal-release-"));
try {
  mkdirSync(join(folder, ".ci"));
  for (const file of [".ci/release", ".ci/env", "Cargo.toml", "Cargo.lock", "CHANGELOG.md", ".gitignore"]) cpSync(join(root, file), join(folder, file));
  const git = (/** @type {string[]} */ ...words) => execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words], { cwd: folder, stdio: "ignore" });
  const refused = () => {
    const { status, stderr } = spawnSync("bash", [".ci/release"], { cwd: folder, encoding: "utf8" });
    return status !== 0 && /changes that are not committed/.test(stderr);
  };
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "clean");
  check(!refused(), ".ci/release takes a clean tree for a dirty one");
  writeFileSync(join(folder, "new.txt"), "");
  check(refused(), ".ci/release takes a tree with a new file in it");
  git("add", "-A");
  check(refused(), ".ci/release takes a tree with a file that is only added");
  git("commit", "-qm", "added");
  writeFileSync(join(folder, "new.txt"), "changed");
  check(refused(), ".ci/release takes a tree with a change in it");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const what of wrong) console.error(`FAILED ${what}`);
console.log(`what it is made of\t${wrong.length === 0 ? 1 : 0}\t${wrong.length}`);
console.log(`supply: ${all.length} crates in the module (at most ${MOST}), each with its reason, none in two versions, all of crates.io and under ${LICENSES.join(", ")}; no npm dependency; an SBOM; ${advised}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
