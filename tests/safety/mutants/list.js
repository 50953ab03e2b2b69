// @ts-check
// The mutants: what cargo-mutants would make of `src`, each with its room.

import { execFileSync } from "node:child_process";
import { matchesGlob } from "node:path";
import { ROOMS } from "./rooms.js";

/**
 * `id` is its number in cargo-mutants' list, `at` its name there, `row` what a row of mutants.md has of it.
 * @typedef {{ id: number, room: string, file: string, at: string, row: string }} Mutant
 */

/** @param {string} root @returns {{ list: string, mutants: Mutant[] }} the list as it was given, and what is in a room */
export function listMutants(root) {
  const list = execFileSync("cargo", ["mutants", "--list", "--json", "--file", "src/**", "--exclude", "src/wasm/**"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  /** @type {{ name: string, file: string }[]} */
  const all = JSON.parse(list);
  return { list, mutants: all.map(({ name, file }, id) => ({ id, room: roomOf(file), file, at: name, row: name.replace(/:\d+:\d+: /, " ") })) };
}

/** @param {string} file of `src` */
function roomOf(file) {
  const isOf = (/** @type {string} */ pattern) => matchesGlob(file, `src/${pattern}`);
  const rooms = Object.entries(ROOMS).filter(([, { files, except = [] }]) => files.some(isOf) && !except.some(isOf));
  if (rooms.length !== 1) throw new Error(`${file} is in ${rooms.length} rooms of tests/safety/mutants/rooms.js`);
  return rooms[0][0];
}
