// @ts-check
// The border to the core: text and bytes into its input, a call, bytes and text out of its output. Always synchronous.

import module from "#wasm";
import { InternalError, errorOf } from "./errors.js";
import { __wbg_reset_state, initSync } from "../wasm/waxseal.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NONE = new Uint8Array(0);

/** The core's exports. */
export let core = initSync({ module });

/** Counts the instances: what an earlier one was told is gone. */
export let generation = 0;

let memory = NONE;
/** What is known of the core's input buffer: empty when the memory grew, as any view then is. */
let input = NONE;

/** Added to a length that is of something else than was asked for: `OTHER` in `src/wasm/border.rs`. */
export const OTHER = 2 ** 30;

/**
 * Calls the core: what it gives, or its error thrown. A trap is a fault of ours and one request's error at most: the instance
 * is replaced.
 * @param {(a: any, b?: any, c?: any, d?: any, e?: any) => number} run one of `core`'s functions
 * @param {any} a @param {any} [b] @param {any} [c] @param {any} [d] @param {any} [e] @returns {number}
 */
export function call(run, a, b, c, d, e) {
  let result;
  try {
    result = run(a, b, c, d, e);
  } catch (error) {
    throw afterFault(error);
  }
  if (result < 0) throw failure(-1 - result);
  return result;
}

/** The core's error: its code and its message. @param {number} length */
function failure(length) {
  const [code, message] = readText(length).split("\0");
  return errorOf(code, message);
}

/** What to throw: after a trap, or where the stack ended, nobody knows what state the core is in. @param {any} error */
function afterFault(error) {
  __wbg_reset_state();
  core = initSync({ module });
  generation += 1;
  memory = input = NONE;
  // Where the stack ended is the caller's business: Firefox says InternalError where all others say RangeError.
  if (!(error instanceof WebAssembly.RuntimeError)) return error;
  return new InternalError("the core failed; it was started anew, and the next request is served", { cause: error });
}

/** The memory, which is another array after it grew; the old one is empty then. */
function view() {
  if (memory.length === 0) memory = new Uint8Array(core.memory.buffer);
  return memory;
}

/** The input, with room for `length` bytes. @param {number} length @returns {Uint8Array} */
function room(length) {
  if (input.length >= Math.max(length, 1)) return input;
  const size = Math.max(length, 4096);
  const at = call(core.input, size);
  input = view().subarray(at, at + size);
  return input;
}

/** @param {string} text @returns {number} its length in the input, in bytes of UTF-8 */
export function writeText(text) {
  return encoder.encodeInto(text, room(text.length * 3)).written;
}

/**
 * A header's text: one byte a character, as Request and Headers have it.
 * @param {string} text @returns {number} its length in the input
 */
export function writeHeader(text) {
  const length = writeText(text);
  return length === text.length ? length : writeBytes(headerBytes(text));
}

/** @param {string} text @returns {Uint8Array} UTF-8 if a character is no byte, and so from no header */
export function headerBytes(text) {
  const header = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff) return encoder.encode(text);
    header[at] = code;
  }
  return header;
}

/** @param {...(Uint8Array | undefined)} parts one behind the other @returns {number} the length of all in the input */
export function writeBytes(...parts) {
  let length = 0;
  for (const part of parts) length += part?.length ?? 0;
  const buffer = room(length);
  let at = 0;
  for (const part of parts) {
    if (!part) continue;
    buffer.set(part, at);
    at += part.length;
  }
  return at;
}

/** @param {number} length @returns {Uint8Array} the output itself: good until the next call */
function output(length) {
  const at = core.output();
  return view().subarray(at, at + length);
}

/** @param {number} length @returns {Uint8Array} the output */
export function readBytes(length) {
  const at = core.output();
  return view().slice(at, at + length);
}

/** @param {number} length @returns {string} the output */
export function readText(length) {
  return decoder.decode(output(length));
}

/** @param {number} length @returns {string} the output, as a header's text */
export function readHeader(length) {
  const text = readText(length);
  if (text.length === length && !text.includes("\ufffd")) return text;
  return headerText(output(length));
}

/** A header's text of its bytes, one character each: `headerBytes` the other way. @param {Uint8Array} bytes */
export function headerText(bytes) {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** Small sessions stand in it one behind the other: an array's own memory for each takes four times as long. */
let slab = NONE;
let taken = 0;
const SLAB = 16384;

/** @param {number} length @returns {Uint8Array} the output, a session */
export function readSession(length) {
  if (length > SLAB / 4) return readBytes(length);
  if (taken + length > slab.length) [slab, taken] = [new Uint8Array(SLAB), 0];
  taken += length;
  const session = slab.subarray(taken - length, taken);
  session.set(output(length));
  return session;
}
