// @ts-check
// One token and one set of keys: derive, then verify or decrypt, as Plug.Session.COOKIE does for each of its options.
import { KeyGenerator, MessageEncryptor, MessageVerifier } from "waxseal/crypto";

/** @typedef {{ secretKeyBase: string, signingSalt: string, encryptionSalt?: string, keyIterations: number, keyLength: number, keyDigest: any }} Keys */

export const DEFAULTS = { keyIterations: 1000, keyLength: 32, keyDigest: "sha256" };

/**
 * The bytes inside, or null. An encryption salt decides which of the two is tried: Plug never tries both.
 * @param {string} value @param {Keys} keys
 */
export function openToken(value, keys) {
  const signingKey = derive(keys, keys.signingSalt);
  return keys.encryptionSalt
    ? MessageEncryptor.decrypt(value, derive(keys, keys.encryptionSalt), signingKey)
    : MessageVerifier.verify(value, signingKey);
}

/** The last keys, so that each character that is forged does not derive them anew. @type {Map<string, Uint8Array>} */
const kept = new Map();
const MOST_KEPT = 32;

/** @param {Omit<Keys, "signingSalt">} keys @param {string} salt */
export function derive({ secretKeyBase, keyIterations, keyLength, keyDigest }, salt) {
  const id = JSON.stringify([secretKeyBase, salt, keyIterations, keyLength, keyDigest]);
  const key = kept.get(id) ?? KeyGenerator.generate(secretKeyBase, salt, { iterations: keyIterations, length: keyLength, digest: keyDigest });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(id, key);
  return key;
}
