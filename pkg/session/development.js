// @ts-check
// What is told in development alone: what was changed in place, was never put, and so is lost. It costs an encoding of what was read, at the
// commit; in production nothing.

import { sameBytes } from "../border/bytes.js";
import { decode } from "../term/decode.js";
import { encode } from "../term/encode.js";

/** @typedef {import("./session.js").State} State */
/** What `get` gave: the key, the value, where its term is, and what was put under the key by then. @typedef {[string, object, Uint8Array, number, unknown]} Given */

/** @type {boolean | undefined} */
let development;

/**
 * Node, Deno and Bun, unless NODE_ENV is "production"; elsewhere, as on Workers, only if it is "development". Asked when there is something
 * to tell and not before: where Node's compatibility is on, workerd makes `process` when it is first looked at, in 5 ms.
 */
function isDevelopment() {
  development ??= inDevelopment();
  return development;
}

/** So many are remembered of a session, and so many are told of at all. */
const MOST = 100;
/** @type {Set<string>} */
const told = new Set();

function inDevelopment() {
  try {
    const global = /** @type {any} */ (globalThis);
    const { process, Deno } = global;
    // Reading it would ask whoever sits there for permission.
    if (Deno && Deno.permissions.querySync({ name: "env", variable: "NODE_ENV" }).state !== "granted") return false;
    const mode = process?.env?.NODE_ENV;
    if (mode === "production" || mode === "development") return mode === "development";
    // Asked last: making it takes Node longer than all else here.
    return process?.versions?.node !== undefined && global.navigator?.userAgent !== "Cloudflare-Workers";
  } catch {
    return false;
  }
}

/** @template T @param {State} state @param {string} key @param {T} value @param {Uint8Array} bytes @param {number} at @returns {T} */
export function given(state, key, value, bytes, at) {
  if (value === null || typeof value !== "object" || !isDevelopment()) return value;
  state.given ??= [];
  if (state.given.length < MOST) state.given.push([key, value, bytes, at, state.changes.get(key)]);
  return value;
}

/** The same for a value that is no term's, if it can be one. @template T @param {State} state @param {string} key @param {T} value @returns {T} */
export function givenValue(state, key, value) {
  if (value === null || typeof value !== "object" || !isDevelopment()) return value;
  try {
    return given(state, key, value, encode(value, "get", "value"), 1);
  } catch {
    return value;
  }
}

/** At the commit. @param {object} session @param {State} state */
export function tellOfLost(session, state) {
  if (development === false || state.changes.action === DROP || state.changes.action === IGNORE) return;
  const names = Object.keys(session);
  if ((names.length === 0 && state.given === undefined) || !isDevelopment()) return;
  for (const name of names) {
    tell(state, `.${name}`, `session.${name} was set on the session itself, which keeps nothing: session.put(${JSON.stringify(name)}, value)`);
  }
  // What is written as it is then is no loss.
  if (state.values && state.changes.action !== NOTHING) return;
  for (const [key, value, bytes, at, put] of state.given ?? []) {
    if (state.changes.get(key) !== put || isAsGiven(value, bytes, at)) continue;
    const name = JSON.stringify(key);
    tell(state, key, `what session.get(${name}) gave was changed, and is lost: session.put(${name}, value) keeps it`);
  }
}

/** Numbers of actions in `src/session/header.rs`. */
const NOTHING = 0;
const DROP = 2;
const IGNORE = 4;

/** @param {object} value @param {Uint8Array} bytes @param {number} at */
function isAsGiven(value, bytes, at) {
  try {
    return sameBytes(encode(value, "get", "value"), encode(decode(bytes, at), "get", "value"));
  } catch {
    // It holds what is no term.
    return false;
  }
}

/** Once. @param {State} state @param {string} what @param {string} message */
function tell(state, what, message) {
  const id = `${state.site.key} ${what}`;
  if (told.has(id) || told.size >= MOST) return;
  told.add(id);
  console.warn(`waxseal: ${message} (told once, and in development only)`);
}
