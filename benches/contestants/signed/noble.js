// @noble/hashes with the key's state computed once, and a state to copy it into.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { readText, sameBytes, scratch, toBase64url, writeAscii, writeBase64url, writeText } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "@noble/hashes";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

const HEAD = "SFMyNTY.";

export function setup() {
  const keyed = hmac.create(sha256, KEY);
  const state = keyed.clone();
  const bytes = scratch();
  const made = scratch().subarray(0, 32);
  const given = scratch().subarray(0, 48);
  const mac = (message) => keyed._cloneInto(state).update(bytes.subarray(0, writeAscii(message, bytes, 0))).digestInto(made);
  return jsonSessions({
    sign(text) {
      const message = HEAD + toBase64url(bytes, 0, writeText(text, bytes, 0));
      mac(message);
      return `${message}.${toBase64url(made, 0, 32)}`;
    },
    verify(token) {
      const dot = token.length - 44;
      if (!token.startsWith(HEAD) || token[dot] !== ".") return null;
      if (writeBase64url(token.slice(dot + 1), given, 0) !== 32) return null;
      mac(token.slice(0, dot));
      if (!sameBytes(made, given.subarray(0, 32))) return null;
      return readText(bytes, 0, writeBase64url(token.slice(HEAD.length, dot), bytes, 0));
    },
  });
}
