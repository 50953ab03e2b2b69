// @ts-check
// The package's tests in every JavaScript runtime. Each runner is a process of its own that prints one line a group; a runtime
// that is missing, or a runner that prints nothing, is a failure.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { checked, isThere, printed } from "./safety/rows.js";
import { bun, deno, node20, node22 } from "./runtimes.js";

const runner = (/** @type {string} */ file) => fileURLToPath(new URL(`conformance/${file}`, import.meta.url));
const suite = (/** @type {string} */ file) => [process.execPath, fileURLToPath(new URL(file, import.meta.url))];

/**
 * What it is called, and the commands that run it, side by side. Two lanes, one for each core; what packs the package is in one of them, as npm
 * writes into its folder meanwhile. @type {[string, ...string[][]][][]}
 */
const LANES = [
  [
    ["README.md and docs", suite("readme.js")],
    ["tests/README.md", [process.execPath, runner("readme.js")]],
    ["What each store can", suite("features/run.js")],
    ["SECURITY.md", suite("safety/table.js")],
    ["What it is made of", suite("safety/supply/run.js")],
    ["Development's warnings", suite("development/run.js")],
    ["Properties", [...suite("safety/properties/run.js"), "60"]],
    ["Set-Cookie, as it is kept", [...suite("safety/set-cookie.js"), "--names"]],
    ["Node 20", [node20, runner("run-node.js")]],
    ["Node 22", [node22, runner("run-node.js")]],
    [`Node ${process.versions.node}`, [process.execPath, runner("run-node.js"), "--names"]],
    ["workerd", [process.execPath, runner("run-workerd.js")]],
    ["workerd, nodejs_compat", [process.execPath, runner("run-workerd.js"), "nodejs_compat"]],
    ["Vercel's edge-runtime", [process.execPath, runner("run-edge.js")]],
    // Without any permission: none is needed.
    ["Deno", [deno, "run", "--no-prompt", "--no-lock", runner("run-node.js")]],
    ["Bun", [bun, runner("run-node.js")]],
    ["Project Wycheproof's vectors", suite("wycheproof/run.js")],
    ["Chromium", [process.execPath, runner("run-browser.js"), "chromium"]],
    ["Firefox", [process.execPath, runner("run-browser.js"), "firefox"]],
    ["TypeScript", suite("types/run.js")],
    ["An edge before an app", [...suite("walk/run.js"), "600"]],
    ["Faults, in Chromium", [...suite("faults/run.js"), "chromium"]],
  ],
  [
    ["the npm package", suite("package/run.js")],
    ["Frameworks", suite("package/frameworks/run.js")],
    ["Node's servers in Node 20", [node20, ...suite("package/frameworks/elsewhere.js").slice(1)]],
    ["Node's servers in Deno", [deno, "run", "--allow-all", "--no-lock", ...suite("package/frameworks/elsewhere.js").slice(1)]],
    ["Node's servers in Bun", [bun, ...suite("package/frameworks/elsewhere.js").slice(1)]],
    ["Workers over HTTP", suite("workers/run.js")],
    ["Faults, in Node", [...suite("faults/run.js"), "node", "--names"]],
    ["Faults, in workerd", [...suite("faults/run.js"), "workerd"]],
  ],
];

/** Takes both cores, and waits a good deal. @type {[string, ...string[][]]} */
const STORES = ["The key-value store, on each service", ...["1/3", "2/3", "3/3"].map((part) => [...suite("kv/run.js"), part, "--names"])];

/** Runs a command; gives its exit code and what it printed. @param {string[]} command @returns {Promise<{ code: number | null, output: string }>} */
function run([program, ...words]) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: null, output: `${error}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The tests that passed, of the suites that say so: `tests/safety.json` names them. */
const names = new Set();
let [passed, failed] = [0, 0];

/** Runs a suite and says what it counted. @param {[string, ...string[][]]} suite */
async function report([name, ...commands]) {
  const start = Date.now();
  const results = await Promise.all(commands.map(run));
  const output = results.map(({ output }) => output).join("\n");
  const { code } = results.find(({ code }) => code !== 0) ?? results[0];
  for (const line of output.split("\n")) if (line.startsWith("ok\t")) names.add(line.slice(3));
  const groups = output.split("\n").flatMap((line) => {
    const [, group, good, bad] = /^([^\t]+)\t(\d+)\t(\d+)$/.exec(line) ?? [];
    return group ? [{ group, passed: Number(good), failed: Number(bad) }] : [];
  });
  const sum = (/** @type {"passed" | "failed"} */ key) => groups.reduce((total, counts) => total + counts[key], 0);
  // A runner that fails without a count of failures did not get to its end.
  const silent = results.some(({ output }) => !/\t/.test(output));
  const broken = (code !== 0 && sum("failed") === 0) || sum("passed") === 0 || silent;
  passed += sum("passed");
  failed += sum("failed") + (broken ? 1 : 0);
  console.log(`\n${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  for (const counts of groups)
    console.log(
      `  ${counts.group.padEnd(24)} ${String(counts.passed).padStart(6)} passed ${counts.failed ? `${String(counts.failed).padStart(6)} FAILED` : ""}`,
    );
  if (broken) console.log(`  FAILED: the runner ended with ${code} ${output.replace(/^ok\t.*\n/gm, "").trim()}`);
}

await Promise.all(LANES.map(async (lane) => {
  for (const suite of lane) await report(suite);
}));
await report(STORES);
const rows = printed(checked(names, isThere));
passed += rows.passed;
failed += rows.failed;
console.log(`\nsafety.json, row by row\n  ${rows.passed} passed${rows.failed ? `, ${rows.failed} FAILED` : ""}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
