// @ts-check
// SIZE.md.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { byCrate } from "./crates.js";
import { functionsOf } from "./functions.js";
import { slower } from "./slower.js";
import { table, weigh } from "./weigh.js";
import { withoutParts } from "./without.js";

/** How many functions are named. */
const LARGEST = 25;

/** @typedef {number[]} Weights raw, gzip, brotli */

/**
 * @param {{ goal: number, budget: number, totals: string, module: Weights, js: Weights, folder: string }} given the folder has
 * bare.wasm, libraries.wasm, named.wasm and small.wasm, which is also
 * in the package `small`
 */
export async function report({ goal, budget, totals, module, js, folder }) {
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file));
  const kilo = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1);
  const [bare, libraries, small] = ["bare.wasm", "libraries.wasm", "small.wasm"].map((file) => weigh(read(file))[1]);
  const functions = functionsOf(read("named.wasm"));
  const times = await slower(pathToFileURL(join(folder, "small/")).href, new URL("../../pkg/", import.meta.url).href);
  return `# Size

Written by \`make size\`, all of it; the budget is in \`size.js\`, which CI runs: ${budget.toLocaleString("en")} bytes of gzip in all. The goal is ${goal.toLocaleString("en")}.

${totals}

## What the limit is

| in bytes of gzip | |
|---|--:|
| a module that signs and verifies, encrypts and decrypts, and derives a key, and nothing else (\`benches/bare\`) | ${bare.toLocaleString("en")} |
| the same with all else that Plug's cookies need of libraries: five digests, A128GCM, inflate | ${libraries.toLocaleString("en")} |
| waxseal | ${module[1].toLocaleString("en")} |
| waxseal compiled for size, but for the ciphers and hashes of a request (opt-level "z") | ${small.toLocaleString("en")} |

The libraries and waxseal's JavaScript together are ${kilo(libraries + js[1])} KB. The rest is waxseal's own Rust: Plug's cookies and sessions, Phoenix's tokens and
flash, Erlang's terms, JSON, the key-value store, options and their errors, ${kilo(module[1] - libraries)} KB. Compiled for size it would take ${kilo(module[1] - small)} less, and a session of 327 bytes ${times.map(([kind, ratio]) => `${ratio.toFixed(1)} times as long to read when it is ${kind}`).join(" and ")}: so it isn't.

What is rarely used, and what leaving it out would save. Nothing is left out.

${table(["", "raw", "gzip"], withoutParts(read("named.wasm")))}

## Where it comes from

Functions by crate, ours by module; a function that was inlined counts where it went. "Alone" is each function deflated by
itself, so it adds up to more than the whole; data and tables are not in it.

${table(["", "raw", "alone"], largest(byCrate(functions)))}

The largest functions:

${table(["", "raw", "alone"], functions.slice(0, LARGEST).map(([name, ...weights]) => [`\`${plain(name)}\``, ...weights]))}
`;
}

/** Without the compiler's own marks. @param {string} name */
const plain = (name) => name.replace(/::h[0-9a-f]{16}$/, "").replaceAll(/\[[0-9a-f]{16}\]/g, "");

/** @param {[string, number, number][]} crates */
function largest(crates) {
  const others = crates.filter(([, raw]) => raw < 1000);
  const sum = (/** @type {1 | 2} */ column) => others.reduce((total, row) => total + row[column], 0);
  return [...crates.filter(([, raw]) => raw >= 1000), ["all others", sum(1), sum(2)]];
}
