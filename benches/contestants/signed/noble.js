// @noble/hashes with the key's state computed once, and a state to copy it into.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { scratch, toBase64url, writeAscii } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";
import { signedTokens } from "../signed-tokens.js";

export const name = "@noble/hashes";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

export function setup() {
  const keyed = hmac.create(sha256, KEY);
  const state = keyed.clone();
  const [bytes, made] = [scratch(), scratch().subarray(0, 32)];
  return jsonSessions(signedTokens((message) => {
    keyed._cloneInto(state).update(bytes.subarray(0, writeAscii(message, bytes, 0))).digestInto(made);
    return toBase64url(made, 0, 32);
  }));
}
