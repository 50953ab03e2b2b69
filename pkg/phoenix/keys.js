// @ts-check
// The keys that tokens are made by: secrets and salts to the core, which derives a key once and keeps it.

import { call, core, writeBytes } from "../border/core.js";
import { toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { isArray, itemsOf, reading } from "../border/options.js";

/** @typedef {{ iterations: number, length: number, digest: number }} Derivation */

/** The digests by their numbers in `src/wasm/crypto.rs`. */
const DIGESTS = ["sha256", "sha384", "sha512", "sha224", "sha"];
/** Added to a digest's number: the salt is a cookie's name. In `src/wasm/phoenix.rs`. */
const COOKIE = 16;
/** The fewest bytes of a secret, as in Phoenix.Token. */
const SHORTEST = 20;
/** The most secrets: each that does not fit costs a request its time. */
const MOST = 100;
/** The most rounds, as the cookie store has it: more is a slip, and would block everybody. */
const MOST_ROUNDS = 10_000_000;

/** @type {Derivation} */
export const DERIVATION = { iterations: 1000, length: 32, digest: 0 };

/** Text or bytes, or a list of them. @param {string} name @param {unknown} secret @returns {Uint8Array[]} at least one */
export function secretsOf(name, secret) {
  const list = isArray(secret) ? reading(name, () => itemsOf(name, secret, MOST, "secrets")) : [secret];
  if (list.length === 0) throw new ConfigError(`${name}: got an empty list, takes a secret, or several: the first one signs`);
  return list.map((one) => {
    const bytes = toBytes(name, one);
    if (bytes.length >= SHORTEST) return bytes;
    throw new ConfigError(`${name}: got ${bytes.length} bytes, takes at least ${SHORTEST} (a new one: \`mix phx.gen.secret\`)`);
  });
}

/** @param {Record<string, any>} options @returns {Derivation} */
export function derivationOf({ keyIterations = 1000, keyLength = 32, keyDigest = "sha256" }) {
  const digest = DIGESTS.indexOf(keyDigest === "sha1" ? "sha" : keyDigest);
  if (digest < 0) throw new ConfigError('keyDigest: got something else, takes "sha", "sha224", "sha256", "sha384" or "sha512"');
  return { iterations: whole("keyIterations", keyIterations, MOST_ROUNDS), length: whole("keyLength", keyLength, 1 << 20), digest };
}

/** @param {string} name @param {unknown} value @param {number} most */
function whole(name, value, most) {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most) return Number(value);
  throw new ConfigError(`${name}: got ${typeof value === "number" ? value : typeof value}, takes a whole number from 1 to ${most}`);
}

/** The key for the calls that follow. @param {Uint8Array} secret @param {Uint8Array} salt @param {Derivation} derivation @param {boolean} [isCookie] whether the salt is a cookie's name */
export function useKey(secret, salt, { iterations, length, digest }, isCookie = false) {
  writeBytes(secret, salt);
  call(core.token_key, secret.length, salt.length, iterations, length, isCookie ? digest + COOKIE : digest);
}
