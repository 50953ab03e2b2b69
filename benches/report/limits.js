// The least that a signature can take in WebAssembly, beside what it takes and what the best peer takes.

import { micros, significant, table, times } from "./format.js";

/** @param {{ call: number, wasm: number, native: number, sizes: { size: number, into: number, out: number, hash: number }[] }} limits @param {any[]} runtimes */
export function limitsPage({ call, wasm, native, sizes }, runtimes) {
  const { cells } = runtimes.find(({ id }) => id === "node");
  const rows = sizes.map(({ size, into, out, hash }) => {
    const { rows } = cells.find((cell) => cell.kind === "signed" && cell.job === "sign" && cell.size === size);
    const ours = rows.find(({ name }) => name === "waxseal").ns;
    const best = rows.filter(({ name }) => name !== "waxseal").reduce((low, row) => (row.ratio < low.ratio ? row : low));
    const least = call + into + hash + out;
    return [`${size} B`, micros(hash), micros(call + into + out), micros(least), micros(ours), `${micros(ours * best.ratio)} (${best.name})`, times((ours * best.ratio) / least)];
  });
  return `## What the limit is

A block of SHA-256 takes ${significant(wasm)} ns in WebAssembly and ${significant(native)} ns in Node's own, which has the processor's instructions for it: ${significant(wasm / native)} times less; a call across is ${significant(call)} ns. So a
signature in WebAssembly takes at the least, in Node:

${table(["a text of", "its hash", "text in, a call, text out", "together", "waxseal", "the best peer", "the most that could be reached"], rows)}

A read is one of these, a request two, with base64, the cookie, the terms and their checks around them. What is encrypted is bound in the same way
by ChaCha20 and Poly1305 against AES in the processor. A first cookie is bound by what a platform takes to load and compile a module
and, once, by PBKDF2: ${micros(wasm * 2000)} of SHA-256 when the compiler has done its best, several times that before.
`;
}
