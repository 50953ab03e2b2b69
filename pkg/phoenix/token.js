// @ts-check
// Phoenix.Token, which is Plug.Crypto's sign, encrypt, verify and decrypt.

import { OTHER, call, core, readBytes, readText, writeBytes } from "../border/core.js";
import { bytesOf, toBytes } from "../border/bytes.js";
import { ConfigError } from "../border/errors.js";
import { readOptions } from "../border/options.js";
import { derivationOf, secretsOf, useKey } from "./keys.js";
import { decode } from "../term/decode.js";
import { LEVELS, encode } from "../term/encode.js";
import { isWellFormed } from "../border/well_formed.js";

/** @typedef {{ ok: true, data: any, signedAt: number | null } | { ok: false, reason: "expired" | "invalid" | "missing" }} Opened */

const NAMES = ["maxAge", "signedAt", "keyIterations", "keyLength", "keyDigest", "compressed", "otp"];

/** What a token is for; added up. In `src/wasm/phoenix.rs`. */
const ENCRYPTED = 1;
const OTP25 = 2;
const COMPRESSED = 4;

/** A day. */
const MAX_AGE = 86400;
/** What is longer is no token, and no cookie either. */
const LONGEST = 1 << 20;

export const Token = Object.freeze({
  /** @param {any} secret @param {any} salt @param {unknown} data @param {object} [options] @returns {string} */
  sign: (secret, salt, data, options) => write("Token.sign", secret, ["salt", salt], data, options, false),
  /** @param {any} secret @param {any} salt @param {unknown} data @param {object} [options] @returns {string} */
  encrypt: (secret, salt, data, options) => write("Token.encrypt", secret, ["salt", salt], data, options, true),
  /** @param {any} secret @param {any} salt @param {unknown} token @param {object} [options] @returns {Opened} */
  verify: (secret, salt, token, options) => open("Token.verify", secret, ["salt", salt], token, options, false),
  /** @param {any} secret @param {any} salt @param {unknown} token @param {object} [options] @returns {Opened} */
  decrypt: (secret, salt, token, options) => open("Token.decrypt", secret, ["salt", salt], token, options, true),
});

/**
 * @param {string} during @param {unknown} secret @param {["salt" | "name", unknown]} salt or a cookie's name
 * @param {unknown} data @param {unknown} options @param {boolean} encrypted @returns {string}
 */
export function write(during, secret, [name, salt], data, options = {}, encrypted) {
  const given = readOptions(during, options, NAMES);
  const { compressed = false, otp = 26, maxAge = MAX_AGE } = given;
  if (typeof compressed !== "boolean" && compressed !== null) throw new ConfigError(`compressed: got ${typeof compressed}, takes true or false`);
  if (otp !== 25 && otp !== 26) throw new ConfigError("otp: takes 25 or 26");
  // As in Plug, nil is written: such a token is read by who gives an age.
  const age = maxAge === null ? NaN : seconds("maxAge", maxAge);
  const signedAt = given.signedAt ?? NaN;
  // In milliseconds it is to fit 64 bits.
  if (!(typeof signedAt === "number" && (Number.isNaN(signedAt) ? given.signedAt === undefined || given.signedAt === null : Math.abs(signedAt) < 9e15))) {
    throw new ConfigError("signedAt: takes seconds since 1970, a number");
  }
  const [first] = secretsOf("secret", secret);
  const salted = toBytes(name, salt);
  const term = encode(data, during, "data", otp === 25, LEVELS - 1);
  useKey(first, salted, derivationOf(given), name === "name");
  const kind = (encrypted ? ENCRYPTED : 0) | (otp === 25 ? OTP25 : 0) | (compressed ? COMPRESSED : 0);
  return readText(call(core.token_sign, writeBytes(term), signedAt, age, kind));
}

/**
 * @param {string} during @param {unknown} secret @param {["salt" | "name", unknown]} salt or a cookie's name
 * @param {unknown} token @param {unknown} options @param {boolean} encrypted @returns {Opened}
 */
export function open(during, secret, [name, salt], token, options = {}, encrypted) {
  const given = readOptions(during, options, NAMES);
  const age = given.maxAge === undefined ? NaN : seconds("maxAge", given.maxAge);
  const derivation = derivationOf(given);
  if (token === null || token === undefined) return { ok: false, reason: "missing" };
  const secrets = secretsOf("secret", secret);
  const salted = toBytes(name, salt);
  const bytes = tokenBytes(token);
  let isExpired = false;
  for (const one of secrets) {
    useKey(one, salted, derivation, name === "name");
    const length = call(core.token_open, writeBytes(bytes), age, encrypted);
    const answer = readBytes(length % OTHER);
    if (length < OTHER) {
      const signedAt = new DataView(answer.buffer).getFloat64(0, true) / 1000;
      return { ok: true, data: decode(answer, 9), signedAt: Number.isNaN(signedAt) ? null : signedAt };
    }
    isExpired ||= answer[0] === 1;
  }
  return { ok: false, reason: isExpired ? "expired" : "invalid" };
}

const encoder = new TextEncoder();
const NONE = new Uint8Array(0);

/** What is no text and no bytes is no token. @param {unknown} token @returns {Uint8Array} */
function tokenBytes(token) {
  if (typeof token === "string") return token.length <= LONGEST && isWellFormed(token) ? encoder.encode(token) : NONE;
  const bytes = bytesOf(token) ?? NONE;
  return bytes.length <= LONGEST ? bytes : NONE;
}

/** @param {string} name @param {unknown} value @returns {number} */
function seconds(name, value) {
  if (typeof value === "number" && value > -Infinity) return value;
  throw new ConfigError(`${name}: got ${value === null ? "null" : typeof value === "number" ? value : typeof value}, takes seconds, or Infinity`);
}
