// @ts-check
// The border to the core: text and bytes into its buffers, a call, bytes and text out of them. Always synchronous.

import module from "#wasm";
import * as wasm from "./wasm/waxseal.js";
import { Atom, Float, Opaque, Payload, Tuple, classify } from "./erlang.js";
import { ConfigError, InternalError, WaxsealError, errorOf } from "./errors.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @type {WebAssembly.Memory} */
let memory;
const NONE = new Uint8Array(0);
let bytes = NONE;
/** What is known of the core's input buffer: empty when the memory grew, as any view then is. */
let input = NONE;

/** Counts the instances: what an earlier one was told is gone. */
export let generation = 0;

start();

function start() {
  memory = wasm.initSync({ module }).memory;
  bytes = new Uint8Array(memory.buffer);
  input = NONE;
  wasm.connect({
    atom: (/** @type {string} */ name) => new Atom(name),
    float: (/** @type {number} */ value) => new Float(value),
    tuple: (/** @type {unknown[]} */ items) => new Tuple(...items),
    opaque: (/** @type {Uint8Array} */ term) => new Opaque(term),
    payload: (/** @type {Uint8Array} */ payload) => new Payload(payload),
    classify,
    error: errorOf,
  });
}

/**
 * Runs a call. A trap is a fault of ours and one request's error at most: the instance is replaced.
 * @template T @param {() => T} run @returns {T}
 */
export function call(run) {
  running += 1;
  try {
    return run();
  } catch (error) {
    // A call that ends early may leave anything.
    resident = undefined;
    throw afterFault(error);
  } finally {
    running -= 1;
  }
}

/** Calls that have not returned: two or more while code of the user's (a getter, a serializer) runs inside of one. */
let running = 0;

/** What to throw: after a trap, or where the stack ended, nobody knows what state the core is in. @param {any} error */
function afterFault(error) {
  const trapped = error instanceof WebAssembly.RuntimeError;
  // Firefox says InternalError where all others say RangeError.
  const overflowed = error instanceof RangeError || (error?.name === "InternalError" && !(error instanceof WaxsealError));
  if (!trapped && !overflowed) return error;
  wasm.__wbg_reset_state();
  generation += 1;
  newest = -1;
  start();
  if (overflowed) return error;
  return new InternalError("the core failed; it was started anew, and the next request is served", { cause: error });
}

/** The memory, which is another array after it grew; the old one is empty then. */
function view() {
  if (bytes.length === 0) bytes = new Uint8Array(memory.buffer);
  return bytes;
}

/** The input buffer, with room for `length` bytes. @param {number} length @returns {Uint8Array} */
function room(length) {
  if (input.length >= Math.max(length, 1)) return input;
  const size = Math.max(length, 4096);
  const at = call(() => wasm.input(size));
  input = view().subarray(at, at + size);
  return input;
}

/**
 * @param {string} text @param {string} [more] to be written behind it, with `writeMore`
 * @returns {number} the text's length in the input, in bytes of UTF-8
 */
export function writeText(text, more = "") {
  return encoder.encodeInto(text, room((text.length + more.length) * 3)).written;
}

/** @param {string} text @param {number} at where the text before it ends @returns {number} its length in the input */
export function writeMore(text, at) {
  return encoder.encodeInto(text, input.subarray(at)).written;
}

/**
 * A header's text: one byte a character, as Request and Headers have it.
 * @param {string} text @returns {number} its length in the input
 */
export function writeHeader(text) {
  const length = writeText(text);
  if (length === text.length) return length;
  return writeBytes(headerBytes(text));
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

/** @param {number} length @returns {string} the output, as a header's text */
export function readHeader(length) {
  const text = readText(length);
  if (text.length === length && !text.includes("\ufffd")) return text;
  return Array.from(readBytes(length), (byte) => String.fromCharCode(byte)).join("");
}

/** @param {...(Uint8Array | undefined)} parts @returns {number} the length of all in the input */
export function writeBytes(...parts) {
  const length = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const buffer = room(length);
  let at = 0;
  for (const part of parts) {
    if (!part) continue;
    buffer.set(part, at);
    at += part.length;
  }
  return length;
}

/** @param {number} length @returns {Uint8Array} the output */
export function readBytes(length) {
  const at = wasm.output();
  return view().slice(at, at + length);
}

/** @param {number} length @returns {string} the output */
export function readText(length) {
  const at = wasm.output();
  return decoder.decode(view().subarray(at, at + length));
}

/** The bytes of the session that is in the core: a request's calls write it there once. @type {Uint8Array | undefined} */
let resident;

/** Forgets it. Before a call that leaves another session in the core, which nobody reads. */
export function forgetSession() {
  resident = undefined;
}

/** @param {Uint8Array} session */
export function writeSession(session) {
  if (session === resident) return;
  const at = call(() => wasm.session(session.length));
  view().set(session, at);
  resident = running > 0 ? undefined : session;
}

/** @param {number} length @returns {Uint8Array} */
export function readSession(length) {
  const at = wasm.session_at();
  const session = bytesFor(length);
  session.set(view().subarray(at, at + length));
  resident = running > 0 ? undefined : session;
  return session;
}

/** Small sessions stand in it one behind the other: an array's own memory for each takes four times as long. */
let slab = NONE;
let taken = 0;
const SLAB = 16384;

/** @param {number} length */
function bytesFor(length) {
  if (length > SLAB / 8) return new Uint8Array(length);
  if (taken + length > slab.length) [slab, taken] = [new Uint8Array(SLAB), 0];
  taken += length;
  return slab.subarray(taken - length, taken);
}

/**
 * Text or bytes as bytes.
 * @param {string} name @param {unknown} value @returns {Uint8Array}
 */
export function toBytes(name, value) {
  if (typeof value === "string") return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  throw new ConfigError(`${name}: got ${value === null ? "null" : typeof value}, takes a string or a Uint8Array`);
}

/** How many configurations the core remembers: `SITES` in `src/wasm.rs`. */
const REMEMBERED = 1024;

/** The newest configuration's handle. They are numbered. */
let newest = -1;

/** A configuration of the core's. One that is forgotten there is made again when it is used. */
export class Site {
  #make;
  #handle = -1;
  #generation = -1;

  /**
   * Only an object's own properties count, and undefined is not given.
   * @param {Record<string, unknown>} options @param {0 | 1 | 2} kind cookie store, key-value store, a store of the user's
   * @param {object} [serializer] the user's own
   */
  constructor(options, kind, serializer) {
    const given = withoutUndefined(options);
    this.#make = () => call(() => wasm.site(given, kind, serializer));
    try {
      void this.handle;
    } catch (error) {
      // Options that are no terms (functions, dates) are wrong options.
      if (error instanceof WaxsealError && error.code === "ERR_ENCODE") throw new ConfigError(error.message);
      throw error;
    }
  }

  /** Equal options have one handle, however often they are given: on Workers that may be at each request. */
  get handle() {
    if (this.#generation !== generation || this.#handle + REMEMBERED <= newest) {
      this.#handle = this.#make();
      this.#generation = generation;
      newest = Math.max(newest, this.#handle);
    }
    return this.#handle;
  }
}

/** @param {Record<string, unknown>} options @returns {Record<string, unknown>} */
function withoutUndefined(options) {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { rotatingOptions } = given;
  if (!Array.isArray(rotatingOptions)) return given;
  const clean = (/** @type {any} */ entry) => (entry && typeof entry === "object" ? withoutUndefined(entry) : entry);
  return { ...given, rotatingOptions: rotatingOptions.map(clean) };
}

export { wasm };
