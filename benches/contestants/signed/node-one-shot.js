// node:crypto's one-shot hash, twice over buffers that begin with the padded key: faster than its Hmac for short messages.
import { hash } from "node:crypto";
import { scratch, writeAscii } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";
import { signedTokens } from "../signed-tokens.js";

export const name = "node:crypto, one-shot";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

/** SHA-256's. */
const [BLOCK, DIGEST] = [64, 32];

export function setup() {
  const inner = scratch();
  const outer = scratch().subarray(0, BLOCK + DIGEST);
  for (let at = 0; at < BLOCK; at += 1) {
    inner[at] = (KEY[at] ?? 0) ^ 0x36;
    outer[at] = (KEY[at] ?? 0) ^ 0x5c;
  }
  // A digest comes fastest as text of one byte a character, but Deno's latin1Write is slow.
  const digestInner = globalThis.Deno
    ? (message) => outer.set(hash("sha256", message, "buffer"), BLOCK)
    : (message) => outer.latin1Write(hash("sha256", message, "latin1"), BLOCK, DIGEST);
  return jsonSessions(signedTokens((message) => {
    digestInner(inner.subarray(0, BLOCK + writeAscii(message, inner, BLOCK)));
    return hash("sha256", outer, "base64url");
  }));
}
