// What no code around it can undercut, in Node: a call into WebAssembly, SHA-256 in it and in node:crypto, a nonce, an array of bytes.

import { execFileSync } from "node:child_process";
import { arch } from "node:os";
import { fileURLToPath } from "node:url";
import { KeyGenerator } from "waxseal/crypto";
import { time } from "./time.js";

/** A module of one function that gives 0. */
const EMPTY = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 0, 11]);
/** Takes SHA-256's instructions from OpenSSL (OPENSSL_ia32cap(3): the second word, bit 29). */
const PLAIN = { OPENSSL_ia32cap: ":~0x20000000" };

const native = (env = {}) => Number(execFileSync(process.execPath, [fileURLToPath(new URL("native.js", import.meta.url))], { env: { ...process.env, ...env }, encoding: "utf8" }));

/** All in nanoseconds. `plain` only where the instructions can be taken away. */
export function limits() {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(EMPTY)).exports;
  // PBKDF2's rounds are two compressions each, and nothing else.
  const derive = (iterations) => time(() => KeyGenerator.generate("secret", "salt", { iterations }), 4);
  const wasm = (derive(3000) - derive(1000)) / 2000 / 2;
  const nonce = new Uint8Array(24);
  return {
    call: time(f, 20_000), nonce: time(() => crypto.getRandomValues(nonce), 2000), bytes: time(() => new Uint8Array(66), 2000),
    wasm, native: native(), plain: arch() === "x64" ? native(PLAIN) : undefined,
  };
}
