// AES-256-GCM of WebCrypto with a key that was imported once, nonces drawn by the thousand.
import { nonces, readText, scratch, toBase64url, writeBase64url, writeText } from "../bytes.js";
import { jsonSessionsAsync } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "WebCrypto";
export const kind = "encrypted";
export const layers = ["token", "session"];

export async function setup() {
  const key = await crypto.subtle.importKey("raw", KEY, "AES-GCM", false, ["encrypt", "decrypt"]);
  const nonce = nonces(12);
  // What is given to WebCrypto is copied before it returns, so that one buffer serves any number of calls.
  const [bytes, sealed] = [scratch(), scratch()];
  return jsonSessionsAsync({
    async sign(text) {
      const iv = nonce();
      const made = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes.subarray(0, writeText(text, bytes, 0))));
      sealed.set(iv);
      sealed.set(made, 12);
      return toBase64url(sealed, 0, 12 + made.length);
    },
    async verify(token) {
      const length = writeBase64url(token, sealed, 0);
      try {
        const made = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.subarray(0, 12) }, key, sealed.subarray(12, length));
        bytes.set(new Uint8Array(made));
        return readText(bytes, 0, made.byteLength);
      } catch {
        return null;
      }
    },
  });
}
