// @ts-check
// A configuration: options, checked and kept in the core.

import { call, core, generation, writeBytes } from "./border.js";
import { ConfigError, EncodeError } from "./errors.js";
import { encode } from "./term_encode.js";

/** What keeps the sessions: the numbers of `make` in `src/wasm_site.rs`. */
export const COOKIE = 0;
export const SERIALIZED = 1;
export const KV = 2;
export const USERS = 3;

/** How many configurations the core remembers: `SITES` in `src/wasm_site.rs`. */
const REMEMBERED = 1024;

/** The newest configuration's handle. They are numbered. */
let newest = -1;
let newestOf = generation;

export class Site {
  #make;
  #handle = -1;
  #generation = -1;

  /**
   * Only an object's own properties count, and undefined is not given.
   * @param {Record<string, unknown>} options @param {0 | 1 | 2 | 3} kind what keeps the sessions
   * @param {any} [serializer] the user's own
   */
  constructor(options, kind, serializer) {
    /** @readonly */
    this.serializer = serializer;
    /** Whether atoms are written as OTP 25 has them. @readonly */
    this.otp25 = options.otp === 25;
    const given = asTerm(options);
    this.#make = () => {
      if (newestOf !== generation) [newest, newestOf] = [-1, generation];
      return call(core.site, writeBytes(given), kind);
    };
    void this.handle;
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
    return encode(withoutUndefined(options), "createSessions", "options");
  } catch (error) {
    // Options that are no terms (functions, dates) are wrong options.
    if (error instanceof EncodeError) throw new ConfigError(error.message);
    throw error;
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
