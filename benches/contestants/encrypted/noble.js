// XChaCha20-Poly1305 of @noble/ciphers, into buffers of its own, nonces drawn by the thousand.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { nonces, readText, scratch, toBase64url, writeBase64url, writeText } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "@noble/ciphers";
export const kind = "encrypted";
export const layers = ["token", "session"];

export function setup() {
  const nonce = nonces(24);
  const [bytes, plain] = [scratch(), scratch()];
  return jsonSessions({
    sign(text) {
      const drawn = nonce();
      const length = writeText(text, plain, 0);
      bytes.set(drawn);
      xchacha20poly1305(KEY, drawn).encrypt(plain.subarray(0, length), bytes.subarray(24, 40 + length));
      return toBase64url(bytes, 0, 40 + length);
    },
    verify(token) {
      const length = writeBase64url(token, bytes, 0);
      if (length < 40) return null;
      try {
        xchacha20poly1305(KEY, bytes.subarray(0, 24)).decrypt(bytes.subarray(24, length), plain.subarray(0, length - 40));
        return readText(plain, 0, length - 40);
      } catch {
        return null;
      }
    },
  });
}
