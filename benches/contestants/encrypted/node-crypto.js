// AES-256-GCM of node:crypto: the key as a KeyObject, one buffer to put together and take apart in, nonces drawn by the thousand.
import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
import { nonces, scratch, toBase64url, writeBase64url, writeText } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "node:crypto";
export const kind = "encrypted";
export const layers = ["token", "session"];

const TAG = { authTagLength: 16 };

export function setup() {
  const key = createSecretKey(KEY);
  const nonce = nonces(12);
  const [bytes, plain] = [scratch(), scratch()];
  return jsonSessions({
    sign(text) {
      const iv = nonce();
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = cipher.update(plain.subarray(0, writeText(text, plain, 0)));
      cipher.final();
      bytes.set(iv);
      bytes.set(cipher.getAuthTag(), 12);
      bytes.set(sealed, 28);
      return toBase64url(bytes, 0, 28 + sealed.length);
    },
    verify(token) {
      const length = writeBase64url(token, bytes, 0);
      if (length < 28) return null;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), TAG);
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = decipher.update(bytes.subarray(28, length), undefined, "utf8");
      try { return text + decipher.final("utf8"); } catch { return null; }
    },
  });
}
