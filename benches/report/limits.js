// Where the limit comes from, and how far waxseal is from it.

import { micros, significant, table, times } from "./format.js";
import { KINDS, LIMIT, OURS, bestOf, rowOf, rowsOf } from "./peers.js";

const JOBS = ["sign", "verify", "read", "request"];
const SIZES = [66, 1846];

/** @param {{ call: number, nonce: number, bytes: number, wasm: number, native: number, plain?: number }} limits nanoseconds @param {any[]} runtimes */
export function limitsPage({ call, nonce, bytes, wasm, native, plain }, runtimes) {
  const rows = runtimes.flatMap((runtime) => KINDS.map((kind) => [
    `${runtime.title}, ${kind}`,
    ...JOBS.flatMap((job) => SIZES.map((size) => {
      const cell = rowsOf(runtime, { kind, job, size });
      const limit = rowOf(cell, LIMIT).ratio;
      return `${times(1 / limit)}, ${times(bestOf(cell).ratio / limit)}`;
    })),
  ]));
  return `## What the limit is

In Node, a block of SHA-256 (64 bytes) takes ${significant(wasm)} ns in WebAssembly and ${significant(native)} ns in node:crypto, by what instructions the processor has for it: ${times(native / wasm)}.
${plain ? `Kept from using them, node:crypto takes ${significant(plain)} ns, ${times(plain / wasm)}: so much do these ratios depend on the machine. ` : ""}A call across takes ${significant(call)} ns, so that
it is the hash that counts: a token of 327 bytes is nine blocks, ${micros(wasm * 9)}.

How many times as long waxseal takes as bare WebAssembly, and, behind the comma, how many times as long the best peer does. In read and
request waxseal can be below 1: it leaves alone what nobody asks for, where around the bare module all of a session's JSON is parsed.

${table(["", ...JOBS.flatMap((job) => SIZES.map((size) => `${job} ${size}`))], rows)}

What is between waxseal and the limit: keys that are compared before they are used again, other formats and digests, rotation, reasons
for the log, bounds, terms that are checked byte by byte before anyone reads them, and memory that is wiped. A token gives bytes where
peers give text: an array for 66 of them takes ${micros(bytes)} in Node. And each token that is encrypted takes a nonce from the platform's
generator, drawn there and then: ${micros(nonce)} in Node. node:crypto, WebCrypto and @noble here, and the bare module, draw them by the
thousand; waxseal doesn't, as whoever wakes a copy of a machine would find the same nonces in it, and two messages under one nonce give both away.

A first cookie is bound by what a platform takes to load and compile a module and, once, by PBKDF2: ${micros(wasm * 2000)} of SHA-256 when the compiler
has done its best, several times that before. In "Cold start" the bare module stands with its key given and derived.
`;
}
