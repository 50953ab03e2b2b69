// @ts-check
// What RustSec's database says of the crates in a lock file. It is no part of the registry, so it is looked up where somebody has it: a clone of
// https://github.com/rustsec/advisory-db, its folder in ADVISORIES.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";

/** @typedef {{ name: string, version: string }} Crate */

/** The ranges of a key in an advisory's first block. @param {string} text @param {string} key @returns {string[]} */
function ranges(text, key) {
  const [, list = ""] = new RegExp(`^${key}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(text) ?? [];
  return [...list.matchAll(/"([^"]*)"/g)].map(([, range]) => range.replaceAll(",", " "));
}

/** The advisories that hold for a crate, by their ids; those that were withdrawn do not. @param {string} folder @param {Crate} crate @returns {string[]} */
export function advisoriesOf(folder, { name, version }) {
  return globSync(`crates/${name}/RUSTSEC-*.md`, { cwd: folder }).flatMap((file) => {
    const [text] = readFileSync(join(folder, file), "utf8").split(/^```$/m);
    const fits = (/** @type {string} */ range) => semver.satisfies(version, range, { includePrerelease: true });
    const holds = !/^withdrawn\s*=/m.test(text) && ![...ranges(text, "patched"), ...ranges(text, "unaffected")].some(fits);
    return holds ? [/RUSTSEC-\d+-\d+/.exec(file)?.[0] ?? file] : [];
  });
}

/** The day of its newest advisory. Fails where a folder is no such database, which would know nothing of anything. @param {string} folder */
export function newestIn(folder) {
  // Of a crate that everybody depends on, since 2021: every clone has it.
  const known = advisoriesOf(folder, { name: "tokio", version: "1.0.0" });
  if (!known.includes("RUSTSEC-2021-0124")) throw new Error(`ADVISORIES: ${folder} is no clone of https://github.com/rustsec/advisory-db`);
  const days = globSync("crates/*/RUSTSEC-*.md", { cwd: folder }).map((file) => /^date\s*=\s*"([^"]*)"/m.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? "");
  return days.sort().at(-1);
}
