// @ts-check
// An object of options: read once, so that code of the caller's that runs meanwhile can do no harm; refused with what was meant, where
// a name is none of ours, a value was forgotten or nothing can be read.

import { ConfigError, readable } from "./errors.js";
import { misspelt, nearest } from "./nearest.js";

/** Four times as many as there are: what has more is another thing than options. */
const MOST = 100;

/** What is given by name and is undefined was forgotten, and nothing would say so. */
const FORGOTTEN = "leave it out if nothing is meant; if it comes from the environment, is it set where this runs?";

/**
 * Which options there are.
 * @typedef {object} Known
 * @property {readonly string[]} names
 * @property {(name: string) => string | undefined} [meant] what to say of a name that is known from elsewhere
 * @property {ReadonlyMap<string, string>} [forgotten] what to say of one that is undefined
 * @property {readonly string[]} [slips] other names are somebody else's: of these only what is a slip of the finger is refused
 */

/**
 * The options that a call takes.
 * @param {string} call its name, for errors @param {unknown} options @param {readonly string[]} names
 * @returns {Record<string, any>} a copy without a prototype, of the object's own properties
 */
export function readOptions(call, options, names) {
  const given = readObject(call, options);
  checkNames(given, { names }, `${call}: `);
  return given;
}

/** For a call that takes none, as others like it do. @param {string} call @param {unknown} options */
export function noOptions(call, options) {
  if (options !== undefined) readOptions(call, options, []);
}

/**
 * An object's own properties, in a copy without a prototype.
 * @param {string} what it is, for errors @param {unknown} options
 * @param {readonly string[]} [only] the names whose values are read, where the others are somebody else's @returns {Record<string, any>}
 */
export function readObject(what, options, only) {
  if (options === null || typeof options !== "object" || isArray(options)) throw new ConfigError(`${what}: got ${kindOf(options)}, takes an object of options`);
  return reading(what, () => {
    const names = Object.keys(options);
    if (names.length > MOST) throw new ConfigError(`${what}: got ${names.length} options, takes at most ${MOST}`);
    if (names.length === 0 && isPromise(options)) throw new ConfigError(`${what}: got a promise, takes an object of options: it has to be awaited`);
    /** @type {Record<string, any>} */
    const given = { __proto__: null };
    for (const name of names) given[name] = only && !only.includes(name) ? null : /** @type {any} */ (options)[name];
    return given;
  });
}

/**
 * Refuses what is no option, and what is undefined.
 * @param {Record<string, unknown>} given @param {Known} known @param {string} within what stands before a name in an error
 */
export function checkNames(given, { names, meant, forgotten, slips }, within) {
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) {
      const near = slips ? misspelt(name, slips) : nearest(name, names);
      const hint = meant?.(name) ?? (near === undefined ? listed(names) : `did you mean ${near}?`);
      if (!slips || near !== undefined) throw new ConfigError(`${within}${shown(name)}: there is no such option; ${hint}`);
    }
    if (value === undefined) throw new ConfigError(`${within}${shown(name)}: got undefined: ${forgotten?.get(name) ?? FORGOTTEN}`);
  }
}

/** @param {readonly string[]} names */
function listed(names) {
  return names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`;
}

/** A name may be a secret that stands in the wrong place; few secrets are so short, and without a digit. @param {string} name */
function shown(name) {
  return /^[a-z_-]{1,24}$/i.test(name) ? name : `an option of ${name.length} characters`;
}

/**
 * What a value is, and nothing of what it holds: it may be a secret.
 * @param {unknown} value
 */
export function kindOf(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return `a string of ${value.length} characters`;
  if (isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * Reads what is the caller's: whatever a getter of it throws, or a Proxy that was revoked, is a wrong option.
 * @template T @param {string} what @param {() => T} read @returns {T}
 */
export function reading(what, read) {
  try {
    return read();
  } catch (thrown) {
    const cause = readable(thrown);
    // By what Next throws while it renders it tells what depends on the request: that is to arrive as it is.
    if (cause instanceof ConfigError || typeof cause?.digest === "string") throw cause;
    throw new ConfigError(`${what}: can't be read: a getter of it threw, or it is a Proxy that was revoked`, { cause });
  }
}

/** Of a Proxy that was revoked nothing can be asked: it is taken for no object either. @param {unknown} value @returns {value is unknown[]} */
export function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return true;
  }
}

/**
 * The items of a list, read once, as many as it says there are: of one that claims to be endless nothing is.
 * @param {string} what it is, for errors @param {any} list @param {number} most @param {string} of what it is a list @returns {any[]}
 */
export function itemsOf(what, list, most, of) {
  const { length } = list;
  if (!(length <= most)) throw new ConfigError(`${what}: got ${length} ${of}, takes at most ${most}`);
  return Array.from({ length }, (_, at) => list[at]);
}

/** What can't be asked is awaited by nobody. @param {any} value */
export function isPromise(value) {
  try {
    return typeof value?.then === "function";
  } catch {
    return false;
  }
}
