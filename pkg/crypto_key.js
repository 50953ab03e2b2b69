// @ts-check
// The key that waxseal/crypto signed or verified with last, which the core keeps: most programs have one.

import { call, core, generation, writeBytes } from "./border.js";
import { toBytes } from "./bytes.js";

/** What it was made of: text, or a copy of the bytes. @type {string | Uint8Array | undefined} */
let secret;
let secretOf = -1;

/** @param {unknown} given a secret */
export function useSigningKey(given) {
  if (secretOf === generation && isSame(given)) return;
  // None, until there is one again.
  secretOf = -1;
  const bytes = toBytes("secret", given);
  call(core.signing_key, writeBytes(bytes));
  secret = typeof given === "string" ? given : bytes;
  secretOf = generation;
}

/** The caller's own both, so there is nothing to learn from how long this takes. @param {any} given */
function isSame(given) {
  if (typeof secret !== "object") return given === secret;
  // Whatever else claims to be bytes is looked at by toBytes.
  if (Object.getPrototypeOf(Object(given)) !== Uint8Array.prototype || given.length !== secret.length) return false;
  for (let at = 0; at < secret.length; at += 1) if (given[at] !== secret[at]) return false;
  return true;
}
