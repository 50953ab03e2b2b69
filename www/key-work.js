// @ts-check
// Deriving keys is work, and this Worker is everybody's: so much of it a request, and no more.
import { Refused } from "./refusal.js";

/** Rounds of PBKDF2 that one request may ask for, of all its keys together: a hundred keys as Plug derives them. */
const MOST_ROUNDS = 100_000;
/** Sets of keys in one request. */
export const MOST_SETS = 20;

/** Bytes that a digest gives at once. @type {Record<string, number>} */
const BLOCK = { sha: 20, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

/** @param {{ keyIterations?: number, keyLength?: number, keyDigest?: string, encryptionSalt?: unknown }[]} sets */
export function checkWork(sets) {
  const rounds = sets.reduce((sum, set) => sum + roundsOf(set), 0);
  if (rounds <= MOST_ROUNDS) return;
  throw new Refused("keyIterations", `these keys take ${rounds} rounds of PBKDF2, and this Worker derives at most ${MOST_ROUNDS} a request: `
    + "send fewer sets of keys, or open the cookie in the page, where your own browser derives them");
}

/** @param {{ keyIterations?: number, keyLength?: number, keyDigest?: string, encryptionSalt?: unknown }} set */
function roundsOf({ keyIterations = 1000, keyLength = 32, keyDigest = "sha256", encryptionSalt }) {
  // What is no digest is refused by createSessions, before anything is derived.
  const keys = encryptionSalt === undefined ? 1 : 2;
  return keys * keyIterations * Math.ceil(keyLength / (BLOCK[keyDigest] ?? 20));
}
