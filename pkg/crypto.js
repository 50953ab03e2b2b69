// @ts-check
// Plug.Crypto: the parts of which the cookie store is made.

import { OTHER, call, core, readBytes, readText, writeBytes } from "./border/core.js";
import { toBytes, writeInput } from "./border/bytes.js";
import { encryptionKey, signingKey } from "./border/crypto_key.js";
import { ConfigError } from "./border/errors.js";
import { readOptions } from "./border/options.js";
import { isWellFormed } from "./border/well_formed.js";

/** @typedef {string | Uint8Array} Bytes */

/** @template T @param {T} answer @returns {T} */
function wiped(answer) {
  core.wipe();
  return answer;
}

/** @param {string} name @param {unknown} value */
function whole(name, value) {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0xffffffff) return Number(value);
  throw new ConfigError(`${name}: got ${typeof value === "number" ? value : typeof value}, takes a whole number, at least 1`);
}

/** The digests by their numbers in `src/wasm/crypto.rs`. */
const TO_SIGN = ["sha256", "sha384", "sha512"];
const TO_DERIVE = [...TO_SIGN, "sha224", "sha"];

/** @param {unknown} digest @param {string[]} names */
function digestNumber(digest, names) {
  if (typeof digest !== "string") throw new ConfigError(`digest: got ${typeof digest}, takes a name such as "sha256"`);
  const number = names.indexOf(digest === "sha1" ? "sha" : digest);
  if (number >= 0) return number;
  const [last, ...others] = names.map((name) => `"${name}"`).sort().reverse();
  // It may be a secret in the wrong place.
  throw new ConfigError(`digest: got another string, takes ${others.reverse().join(", ")} or ${last}`);
}

/** A token may be from anywhere: what is no text is no token, and no error. @param {unknown} token */
function tokenOf(token) {
  return typeof token === "string" && !isWellFormed(token) ? "" : token;
}

export const KeyGenerator = Object.freeze({
  /**
   * @param {Bytes} secret @param {Bytes} salt
   * @param {{ iterations?: number, length?: number, digest?: string }} [options] @returns {Uint8Array}
   */
  generate(secret, salt, options = {}) {
    const { iterations = 1000, length = 32, digest = "sha256" } = readOptions("generate", options, ["iterations", "length", "digest"]);
    const parts = [toBytes("secret", secret), toBytes("salt", salt)];
    const [rounds, size, name] = [whole("iterations", iterations), whole("length", length), digestNumber(digest, TO_DERIVE)];
    writeBytes(...parts);
    return wiped(readBytes(call(core.key_generate, parts[0].length, parts[1].length, rounds, size, name)));
  },
});

export const MessageVerifier = Object.freeze({
  /** @param {Bytes} message @param {Bytes} secret @param {string} [digest] @returns {string} */
  sign(message, secret, digest = "sha256") {
    const number = digestNumber(digest, TO_SIGN);
    signingKey.use(secret);
    return readText(call(core.message_sign, writeInput("message", message), number));
  },

  /** @param {Bytes} token @param {Bytes} secret @returns {Uint8Array | null} */
  verify(token, secret) {
    signingKey.use(secret);
    const length = call(core.message_verify, writeInput("token", tokenOf(token)));
    return length >= OTHER ? null : readBytes(length);
  },
});

/** Plug's associated data where none is given, whatever the cipher: the core knows it. */
const AAD = "A128GCM";

export const MessageEncryptor = Object.freeze({
  /** @param {Bytes} message @param {Bytes} secret @param {Bytes} signSecret @param {Bytes} [aad] @returns {string} */
  encrypt(message, secret, signSecret, aad = AAD) {
    encryptionKey.use(secret, signSecret);
    return readText(call(core.message_encrypt, ...writeWithAad("message", message, aad)));
  },

  /** @param {Bytes} token @param {Bytes} secret @param {Bytes} signSecret @param {Bytes} [aad] @returns {Uint8Array | null} */
  decrypt(token, secret, signSecret, aad = AAD) {
    encryptionKey.use(secret, signSecret);
    const length = call(core.message_decrypt, ...writeWithAad("token", tokenOf(token), aad));
    return length >= OTHER ? null : readBytes(length);
  },
});

/** Into the input. @param {string} name @param {unknown} text @param {Bytes} aad @returns {[number, number]} the lengths; less than zero for Plug's own data */
function writeWithAad(name, text, aad) {
  if (aad === AAD) return [writeInput(name, text), -1];
  const parts = [toBytes(name, text), toBytes("aad", aad)];
  writeBytes(...parts);
  return [parts[0].length, parts[1].length];
}
