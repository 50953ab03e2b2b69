// @ts-check
// A configuration: options, checked and kept in the core.

import { call, core, generation, headerText, writeBytes } from "../border/core.js";
import { ConfigError, EncodeError } from "../border/errors.js";
import { isArray, isPromise, reading } from "../border/options.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { encode } from "../term/encode.js";

/** What keeps the sessions: the numbers of `make` in `src/wasm/site.rs`. */
export const COOKIE = 0;
export const SERIALIZED = 1;
export const KV = 2;
export const USERS = 3;

/** How many configurations the core remembers: `SITES` in `src/wasm/site.rs`. */
const REMEMBERED = 1024;

/** The newest configuration's handle. They are numbered. */
let newest = -1;
let newestOf = generation;

export class Site {
  #secret;
  #make;
  #handle = -1;
  #generation = -1;

  /**
   * @param {Record<string, unknown>} options read already @param {0 | 1 | 2 | 3} kind what keeps the sessions
   * @param {import("./serializer.js").Serializer} [serializer] the user's own
   */
  constructor(options, kind, serializer) {
    /** @readonly */
    this.serializer = serializer;
    const given = plain(options);
    /** Whether atoms are written as OTP 25 has them. @readonly */
    this.otp25 = given.otp === 25;
    /** The cookie's name as headers have it, one character a byte: it need not be ASCII. @readonly */
    this.key = typeof given.key === "string" ? headerText(toBytes("key", given.key)) : "";
    this.#secret = given.secretKeyBase;
    const term = asTerm(given);
    this.#make = () => {
      if (newestOf !== generation) [newest, newestOf] = [-1, generation];
      return call(core.site, writeBytes(term), kind);
    };
    void this.handle;
  }

  /** Its own secret, for CSRF's tokens of a host; in no log of the sessions. @returns {unknown} */
  get secret() {
    return this.#secret;
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

/** @param {Record<string, unknown>} options */
function asTerm(options) {
  try {
    return encode(options, "createSessions", "options");
  } catch (error) {
    // Options that are no terms, such as half of a surrogate pair, are wrong options.
    if (error instanceof EncodeError) throw new ConfigError(error.message);
    throw error;
  }
}

/** Options as the core takes them. @param {Record<string, any>} options @param {string} [within] where they stand, for errors @returns {Record<string, any>} */
function plain(options, within = "") {
  /** @type {Record<string, any>} */
  const given = { __proto__: null };
  for (const [name, value] of Object.entries(options)) {
    given[name] = name === "rotatingOptions" && isArray(value) ? value.map((/** @type {any} */ entry, at) => plain(entry, `rotatingOptions[${at}].`)) : ofKind(value, within + name);
  }
  for (const name of ["signingKey", "encryptionKey"]) {
    // To the core text is bytes: those of a key in base64 would be another key.
    if (typeof given[name] === "string") throw new ConfigError(`${within}${name}: got a string, takes a Uint8Array, the bytes of a derived key`);
  }
  return given;
}

/** No option is an object or a list: of such a one only the core's error tells, and no more of it than its kind. @param {any} value @param {string} name */
function ofKind(value, name) {
  // The core's error says what the option takes, of a number that it takes as little.
  if (typeof value === "number" && !Number.isFinite(value)) return 0.5;
  if (typeof value === "function") throw new ConfigError(`${name}: got a function, takes what it gives`);
  if (typeof value === "symbol") throw new ConfigError(`${name}: got a symbol, takes what it stands for`);
  if (value === null || typeof value !== "object") return value;
  return reading(name, () => {
    const bytes = bytesOf(value);
    if (bytes) return bytes;
    if (isPromise(value)) throw new ConfigError(`${name}: got a promise; it has to be awaited`);
    return isArray(value) ? [] : {};
  });
}
