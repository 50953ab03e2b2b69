// @ts-check
// A configuration: options, checked and kept in the core.

import { call, core, generation, writeBytes } from "../border/core.js";
import { ConfigError, EncodeError } from "../border/errors.js";
import { own } from "../border/own.js";
import { encode } from "../term/encode.js";
import { checkKnown } from "./known_options.js";

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
  #make;
  #handle = -1;
  #generation = -1;

  /**
   * Only an object's own properties count, and undefined is not given.
   * @param {Record<string, unknown>} options @param {0 | 1 | 2 | 3} kind what keeps the sessions
   * @param {import("./serializer.js").Serializer} [serializer] the user's own
   */
  constructor(options, kind, serializer) {
    /** @readonly */
    this.serializer = serializer;
    const given = withoutUndefined(options);
    /** Whether atoms are written as OTP 25 has them. @readonly */
    this.otp25 = given.otp === 25;
    /** The cookie's name. @readonly */
    this.key = typeof given.key === "string" ? given.key : "";
    /** Its own secret, for CSRF's tokens of a host. @readonly @type {unknown} */
    this.secret = given.secretKeyBase;
    const term = asTerm(given);
    this.#make = () => {
      if (newestOf !== generation) [newest, newestOf] = [-1, generation];
      return call(core.site, writeBytes(term), kind);
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
    return encode(options, "createSessions", "options");
  } catch (error) {
    // Options that are no terms (functions, dates) are wrong options.
    if (error instanceof EncodeError) throw new ConfigError(error.message);
    throw error;
  }
}

/** @param {object} options @param {string} [within] where they stand, for errors @returns {Record<string, any>} */
function withoutUndefined(options, within = "") {
  const given = own(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
  for (const name of ["signingKey", "encryptionKey"]) {
    // To the core text is bytes: those of a key in base64 would be another key.
    if (typeof given[name] === "string") throw new ConfigError(`${within}${name}: got a string, takes a Uint8Array, the bytes of a derived key`);
  }
  if (Array.isArray(given.rotatingOptions)) given.rotatingOptions = given.rotatingOptions.map(entryOf);
  return given;
}

/** A rotating entry. As in Plug it may be all that the old options were: reads use the newer store, serializer and log. @param {any} entry @param {number} at */
function entryOf(entry, at) {
  if (entry === null || typeof entry !== "object") return entry;
  checkKnown(own(entry), "cookie", `rotatingOptions[${at}].`);
  const { store, serializer, log, ...keys } = entry;
  return withoutUndefined(keys, `rotatingOptions[${at}].`);
}
