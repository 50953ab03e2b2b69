// @ts-check
// A copy of `pkg` with all mutants in it, each behind a switch (Stryker's instrumenter).

import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Instrumenter } from "@stryker-mutator/instrumenter";

/** @typedef {{ id: string, room: string, file: string, line: number, mutator: string, was: string, is: string }} Mutant */

const pkg = fileURLToPath(new URL("../../../pkg/", import.meta.url));
/** Where `resolve.js` has the tests find the package. */
export const COPY = new URL("../../../target/mutants-js/pkg/", import.meta.url);

const silent = () => {};
const logger = /** @type {any} */ ({ debug: silent, info: silent, warn: console.warn, isDebugEnabled: () => false });

/** @param {[room: string, files: string[]][]} rooms files of `pkg` @returns {Promise<Mutant[]>} */
export async function instrument(rooms) {
  cpSync(pkg, COPY, { recursive: true, filter: (path) => !path.startsWith(`${pkg}dist`) });
  const manifest = JSON.parse(readFileSync(`${pkg}package.json`, "utf8"));
  manifest.exports = { ".": "./index.js", "./kv/*": "./kv/*.js", "./*": "./*.js" };
  manifest.imports = { "#wasm": "./entry/node.js" };
  writeFileSync(new URL("package.json", COPY), JSON.stringify(manifest));

  const roomOf = new Map(rooms.flatMap(([room, patterns]) => globSync(patterns, { cwd: pkg }).map((file) => [file, room])));
  const sources = Object.fromEntries([...roomOf.keys()].sort().map((file) => [file, readFileSync(pkg + file, "utf8")]));
  const made = await new Instrumenter(logger).instrument(
    Object.entries(sources).map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  for (const { name, content } of made.files) writeFileSync(new URL(name, COPY), content);
  return made.mutants.map(({ id, fileName, location: { start, end }, mutatorName, replacement = "" }) => ({
    id, room: roomOf.get(fileName) ?? "", file: `pkg/${fileName}`, line: start.line + 1, mutator: mutatorName,
    was: oneLine(between(sources[fileName], start, end)), is: oneLine(replacement),
  }));
}

/** @typedef {{ line: number, column: number }} Position from 0 */

/** @param {string} text @param {Position} start @param {Position} end */
function between(text, start, end) {
  const lines = text.split("\n").slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
  lines[0] = lines[0].slice(start.column);
  return lines.join("\n");
}

/** @param {string} code */
const oneLine = (code) => code.replace(/\s+/g, " ");
