// @ts-check
// The keys that waxseal/crypto used last, which the core keeps, one to sign and one to encrypt with: most programs have one.

import { call, core, generation, writeBytes } from "./core.js";
import { toBytes } from "./bytes.js";

class LastKey {
  /** What it was made of: text, or copies of bytes. @type {(string | Uint8Array)[]} */
  #secrets = [];
  #generation = -1;
  #names;
  #make;

  /** @param {string[]} names of its secrets @param {(lengths: number[]) => void} make the key, of the secrets in the input */
  constructor(names, make) {
    this.#names = names;
    this.#make = make;
  }

  /** @param {...unknown} given its secrets */
  use(...given) {
    if (this.#generation === generation && given.every((secret, at) => isSame(secret, this.#secrets[at]))) return;
    // None, until there is one again.
    this.#generation = -1;
    const parts = given.map((secret, at) => toBytes(this.#names[at], secret));
    writeBytes(...parts);
    this.#make(parts.map((part) => part.length));
    this.#secrets = parts.map((part, at) => (typeof given[at] === "string" ? given[at] : part));
    this.#generation = generation;
  }
}

/** Both are the caller's own, so there is nothing to learn from how long this takes. @param {any} given @param {string | Uint8Array} secret */
function isSame(given, secret) {
  if (typeof secret === "string") return given === secret;
  // Whatever else claims to be bytes is looked at by toBytes.
  if (!ArrayBuffer.isView(given) || Object.getPrototypeOf(given) !== Uint8Array.prototype || /** @type {any} */ (given).length !== secret.length) return false;
  for (let at = 0; at < secret.length; at += 1) if (/** @type {any} */ (given)[at] !== secret[at]) return false;
  return true;
}

export const signingKey = new LastKey(["secret"], ([secret]) => void call(core.signing_key, secret));
export const encryptionKey = new LastKey(["secret", "signSecret"], ([secret, signSecret]) => void call(core.encryption_key, secret, signSecret));
