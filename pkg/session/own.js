// @ts-check
// What a session says of itself: how long it lasts, whose it is. The entries are those of `src/session/own.rs`.

import { ConfigError } from "../border/errors.js";
import { kindOf } from "../border/options.js";
import { isWellFormed } from "../border/well_formed.js";
import { noteEnd } from "./flat.js";

/** Tags of entries. */
export const MAX_AGE = 1;
export const IDLE_TIMEOUT = 2;
export const OWNER = 3;
export const NOTE = 4;

/** The key of a cookie session's own; `src/store/cookie/life.rs`. */
export const RESERVED = "_waxseal_life";

/** Flags of a session (`src/session/bytes.rs`): it says something of itself. */
const OWN = 16;

/** The longest text, in bytes. */
const LONGEST = 255;
/** In seconds, as those of the stores' options: 68 years. */
const FARTHEST = 2 ** 31 - 1;

const encoder = new TextEncoder();
// A text begins with U+FEFF if it was put so: without it, it would be another owner's.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What is kept under a tag in the session that was found. @param {Uint8Array} bytes its flat value @param {number} tag @returns {Uint8Array | undefined} */
export function kept(bytes, tag) {
  if ((bytes[2] & OWN) === 0) return undefined;
  let at = noteEnd(bytes);
  const end = at + 2 + (bytes[at] | (bytes[at + 1] << 8));
  at += 2;
  while (at < end) {
    const value = bytes.subarray(at + 2, at + 2 + bytes[at + 1]);
    if (bytes[at] === tag) return value;
    at += 2 + value.length;
  }
  return undefined;
}

/** A text that is kept of the session that was found. @param {Uint8Array} bytes its flat value @param {number} tag @returns {string | undefined} */
export function keptText(bytes, tag) {
  const value = kept(bytes, tag);
  return value && value.length > 0 ? decoder.decode(value) : undefined;
}

/** A text that the session says of itself, as it is by now. @param {import("./session.js").State} state @param {number} tag @returns {string | undefined} */
export function ownText({ bytes, changes }, tag) {
  const value = changes.stated(tag) ?? (changes.begins ? undefined : kept(bytes, tag));
  return value && value.length > 0 ? decoder.decode(value) : undefined;
}

/** What `configure` is given of lifetimes: entries by their tags. @param {unknown} maxAge @param {unknown} idleTimeout @returns {[number, Uint8Array][]} */
export function lifetimes(maxAge, idleTimeout) {
  /** @type {[number, Uint8Array][]} */
  const stated = [];
  if (maxAge !== undefined) stated.push([MAX_AGE, seconds("session.configure: maxAge", maxAge, "for a cookie that the browser forgets when it closes")]);
  if (idleTimeout !== undefined) stated.push([IDLE_TIMEOUT, seconds("session.configure: idleTimeout", idleTimeout, "for the store's")]);
  if (typeof maxAge === "number" && typeof idleTimeout === "number" && idleTimeout > maxAge) {
    throw new ConfigError("session.configure: idleTimeout: is longer than maxAge, after which the session is over, used or not: give maxAge alone, or a shorter idleTimeout");
  }
  return stated;
}

/** Seconds, or null to take back what was stated. @param {string} what the option, for errors @param {unknown} value @param {string} nulls what null stands for */
function seconds(what, value, nulls) {
  if (value === null) return new Uint8Array(4);
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= FARTHEST) {
    return new Uint8Array([value, value >> 8, value >> 16, value >> 24]);
  }
  const got = typeof value === "number" ? String(value) : kindOf(value);
  const hint = value === 0 ? "; to end a session, drop() it" : "";
  throw new ConfigError(`${what}: got ${got}, takes a whole number of seconds from 1 to ${FARTHEST}, or null ${nulls}${hint}`);
}

/** Text, or null to take back what was stated. @param {string} what @param {unknown} value */
export function textOf(what, value) {
  if (value === null || value === undefined) return new Uint8Array(0);
  if (typeof value !== "string") throw new ConfigError(`${what}: got ${kindOf(value)}, takes text, such as "user:42": a number goes as String(id)`);
  if (!isWellFormed(value)) throw new ConfigError(`${what}: has half of a surrogate pair in it`);
  const bytes = encoder.encode(value);
  if (bytes.length > 0 && bytes.length <= LONGEST) return bytes;
  throw new ConfigError(`${what}: got ${bytes.length} bytes, takes text of 1 to ${LONGEST} bytes`);
}
