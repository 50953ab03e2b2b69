// @ts-check
// What the package weighs. `node benches/size.js` checks it against the budget; with a module that still has its names
// (`… size.js FILE`) it also says which crate the weight comes from, and writes benches/SIZE.md.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** In bytes of gzip. GOAL is where it is to come to; nothing may go over BUDGET, which comes down with every step there. */
const GOAL = 32_000;
const BUDGET = 93_000;

const path = (/** @type {string} */ file) => fileURLToPath(new URL(`../pkg/${file}`, import.meta.url));
const wasm = readFileSync(path("wasm/waxseal_bg.wasm"));
const bundled = await build({
  entryPoints: [path("index.js")], bundle: true, minify: true, format: "esm", write: false, external: ["#wasm"], legalComments: "none",
});
const js = bundled.outputFiles[0].contents;

/** @type {[string, Uint8Array][]} */
const parts = [["the module", wasm], ["its JavaScript, bundled and minified", js]];
const gzip = (/** @type {Uint8Array} */ bytes) => gzipSync(bytes, { level: 9 }).length;
const rows = parts.map(([name, bytes]) => [name, bytes.length, gzip(bytes), brotliCompressSync(bytes).length]);
const sum = (/** @type {number} */ column) => rows.reduce((total, row) => total + Number(row[column]), 0);
rows.push(["together", sum(1), sum(2), sum(3)]);

const line = (/** @type {(string | number)[]} */ cells) => `| ${cells.map((cell) => cell.toLocaleString("en")).join(" | ")} |`;
const table = [line(["bytes", "raw", "gzip -9", "brotli"]), "|---|--:|--:|--:|", ...rows.map(line)].join("\n");
console.log(table);

const [, , named] = process.argv;
if (named) {
  const crates = byCrate(readFileSync(named));
  writeFileSync(new URL("SIZE.md", import.meta.url), report(crates));
}

const total = Number(rows[2][2]);
const fits = total <= BUDGET;
console.log(`\n${fits ? 1 : 0} passed, ${fits ? 0 : 1} failed`);
if (!fits) {
  console.error(`${total} bytes of gzip are over the budget of ${BUDGET}`);
  process.exitCode = 1;
}

/** @param {[string, number, number][]} crates */
function report(crates) {
  const most = crates.filter(([, raw]) => raw >= 1000);
  const others = crates.filter(([, raw]) => raw < 1000);
  const rest = ["all others", ...[1, 2].map((at) => others.reduce((total, row) => total + Number(row[at]), 0))];
  return `# Size

Written by \`make size\`; the budget is in \`size.js\`, which CI runs. Budget ${BUDGET.toLocaleString("en")}, goal ${GOAL.toLocaleString("en")} bytes of gzip in all.

${table}

## Why it is not at the goal

It began at 140 KB. What took it down: numbers and bytes are all that crosses the border, and JavaScript reads and writes the terms
(14 KB less of the module); one walk over terms for checking, writing, JSON and order, without trees (12); sessions that
are decoded where they stay, errors made in one place (7); inlining as at "s" (17); one sort; AES, inflate and SHA-1 for size.

What would take it further, each tried and measured when it was tried, in bytes of gzip:

| | saves | and why not |
|---|--:|---|
| opt-level "z" for all but the ciphers and hashes | 7,500 | a signed session is read in 1.8 to 2.4 times the time, an encrypted one in 2.7 to 4.5 |
| HMAC, PBKDF2 and padding once, of our own, over the crates' compression functions | 8,300 | cryptography is RustCrypto's; their types give five of each |
| inflate of our own | 5,300 | a well-kept library, for bytes from outside |
| GCM and AES' key schedule of our own | 1,400 | as for HMAC |
| without A128GCM (cookies of plug_crypto 1) | 5,400 | they are read, as in Plug |
| without compressed terms | 7,000 | so are these |
| without the serializer "json" | 5,200 | and that |
| panics without their messages (nightly only) | 3,000 | the module is built by the stable compiler |

All of these together would still be twice the goal: the limit is the number of things that Plug reads and writes, each of which is
some code, in a language whose code is about 2.5 bytes before gzip for one after it. The goal fits a module that signs and encrypts
(field prototype: 8 KB) and leaves the rest to the platform.

## Where it comes from

Functions by crate, ours by module; a function that was inlined counts where it went. "Alone" is each function deflated by
itself, so it adds up to more than the whole; data and tables are not in it.

${[line(["", "raw", "alone"]), "|---|--:|--:|", ...[...most, rest].map((row) => line(/** @type {any} */ (row)))].join("\n")}
`;
}

/** Sizes of functions by crate. @param {Buffer} bytes @returns {[string, number, number][]} */
function byCrate(bytes) {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const names = new Map();
  /** @type {Buffer[]} */
  const bodies = [];
  let imported = 0;
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = number() + at;
    if (id === 2) imported = importedFunctions(number());
    if (id === 10) {
      for (let left = number(); left > 0; left -= 1) {
        const length = number();
        bodies.push(bytes.subarray(at, (at += length)));
      }
    }
    if (id === 0 && text() === "name") {
      while (at < end) {
        const kind = bytes[at++];
        const stop = number() + at;
        if (kind === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
        at = stop;
      }
    }
    at = end;
  }
  /** @type {Map<string, [string, number, number]>} */
  const crates = new Map();
  for (const [index, body] of bodies.entries()) {
    const crate = crateOf(names.get(imported + index) ?? "?");
    const row = crates.get(crate) ?? [crate, 0, 0];
    row[1] += body.length;
    row[2] += deflateRawSync(body, { level: 9 }).length;
    crates.set(crate, row);
  }
  return [...crates.values()].sort((left, right) => right[1] - left[1]);

  /** @param {number} count */
  function importedFunctions(count) {
    let functions = 0;
    for (; count > 0; count -= 1) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 1) at += 1;
      if (kind === 0) functions += 1;
      if (kind === 3) at += 2;
      else if (kind === 0) number();
      else {
        const limits = number();
        number();
        if (limits & 1) number();
      }
    }
    return functions;
  }
}

/** @param {string} name a function's, as rustc has it */
function crateOf(name) {
  const ours = /waxseal::(\w+)/.exec(name);
  if (ours) return `waxseal::${ours[1]}`;
  if (!name.includes("::")) return "the border's exports";
  return /^[<&[(]*(?:dyn |mut )?(\w+)/.exec(name)?.[1] ?? name;
}
