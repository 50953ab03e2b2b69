// @ts-check
// Row by row what went wrong elsewhere, and the test that it does not here: `tests/safety.json`. A row without a test that passed fails,
// unless it says why there is none. `node rows.js` runs the suites that it names; `tests/run.js` has run them.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PARTS } from "./parts.js";

/** @typedef {{ id: string, what: string, tests?: (string | { part: string })[], why?: string }} Row a test is `file › name`, or a part of make safety */

const tests = new URL("../", import.meta.url);
/** @type {Row[]} */
const ROWS = JSON.parse(readFileSync(new URL("safety.json", tests), "utf8"));

/**
 * What is wrong with each row, if anything.
 * @param {ReadonlySet<string>} passed the names of tests @param {(file: string, name: string) => boolean} isNative whether a test of the crate's is there, or has passed
 * @returns {{ row: Row, wrong: string[] }[]}
 */
export function checked(passed, isNative) {
  const twice = ROWS.find(({ id }, at) => ROWS.findIndex((row) => row.id === id) !== at);
  if (twice) throw new Error(`safety.json: ${twice.id} is there twice`);
  return ROWS.map((row) => {
    const wrong = (row.tests ?? []).flatMap((test) => {
      if (typeof test !== "string") return PARTS.some(({ name }) => name === test.part) ? [] : [`there is no part ${test.part} of make safety`];
      const [file, name] = test.split(" › ");
      if (!existsSync(new URL(file, tests))) return [`there is no file ${file}`];
      if (file.endsWith(".rs")) return isNative(file, name) ? [] : [`${name} of ${file} did not pass`];
      return passed.has(name) ? [] : [`no test passed as "${name}"`];
    });
    if (!row.tests?.length && !row.why) wrong.push("it has neither a test nor a reason");
    return { row, wrong };
  });
}

/** Whether a file of the crate's tests has such a test: it is run with all of them. @param {string} file @param {string} name */
export function isThere(file, name) {
  return new RegExp(`#\\[test\\]\\s*fn ${name}\\(`).test(readFileSync(new URL(file, tests), "utf8"));
}

/** @param {ReturnType<typeof checked>} all @returns {{ passed: number, failed: number }} */
export function printed(all) {
  const broken = all.filter(({ wrong }) => wrong.length > 0);
  for (const { row, wrong } of broken) console.error(`FAILED ${row.id}, ${row.what}: ${wrong.join("; ")}`);
  return { passed: all.length - broken.length, failed: broken.length };
}

/** What a command prints. @param {string} program @param {string[]} words @returns {Promise<string[]>} */
function lines(program, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: fileURLToPath(new URL("..", tests)), stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part) => (text += part));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) console.error(`${program} ${words.join(" ")} ended with ${code}`);
      resolve(text.split("\n"));
    });
  });
}

async function main() {
  const passed = new Set();
  for (const words of [["conformance/run-node.js"], ["faults/run.js", "node"], ["kv/run.js", "memory", "clients", "faults", "mistakes"], ["safety/set-cookie.js"]]) {
    const [file, ...rest] = words;
    for (const line of await lines(process.execPath, [fileURLToPath(new URL(file, tests)), ...rest, "--names"])) if (line.startsWith("ok\t")) passed.add(line.slice(3));
  }
  /** Rust's runner names the file once, and each test by its own line. @type {Set<string>} */
  const native = new Set();
  const files = [...new Set(ROWS.flatMap((row) => row.tests ?? []).flatMap((test) => (typeof test === "string" && test.includes(".rs › ") ? [test.split(".rs")[0]] : [])))];
  for (const file of files) {
    for (const line of await lines("cargo", ["test", "--locked", "--profile", "checked", "--test", file])) {
      const name = /^test (\w+) \.\.\. ok$/.exec(line)?.[1];
      if (name) native.add(`${file}.rs ${name}`);
    }
  }
  const all = checked(passed, (file, name) => native.has(`${file} ${name}`));
  const { passed: good, failed } = printed(all);
  const without = all.filter(({ row }) => !row.tests?.length).length;
  console.log(`safety.md, row by row\t${good}\t${failed}`);
  console.log(`rows: ${good} of ${all.length}, of which ${without} say why there is no test`);
  process.exitCode = failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
