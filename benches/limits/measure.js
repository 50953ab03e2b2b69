// What no code around it can undercut, in Node: a call into WebAssembly, SHA-256 in it, a nonce.

import { hash } from "node:crypto";
import { KeyGenerator } from "waxseal/crypto";
import { median } from "../median.js";

/** A module of one function that gives 0. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 0, 11]);
const BLOCK = 64;
const TURNS = 40;

/** Median nanoseconds. @param {() => unknown} run @param {number} times a turn */
function time(run, times) {
  const turns = [];
  for (let turn = -5; turn < TURNS; turn += 1) {
    const began = process.hrtime.bigint();
    for (let at = 0; at < times; at += 1) run();
    if (turn >= 0) turns.push(Number(process.hrtime.bigint() - began) / times);
  }
  return median(turns);
}

export function limits() {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(EMPTY)).exports;
  // PBKDF2's rounds are two compressions each, and nothing else.
  const derive = (iterations) => time(() => KeyGenerator.generate("secret", "salt", { iterations }), 4);
  const wasm = (derive(3000) - derive(1000)) / 2000 / 2;
  const bytes = new Uint8Array(1 << 20);
  const native = time(() => hash("sha256", bytes, "hex"), 2) / (bytes.length / BLOCK);
  const nonce = new Uint8Array(24);
  return { call: time(f, 20_000), nonce: time(() => crypto.getRandomValues(nonce), 2000), wasm, native };
}
