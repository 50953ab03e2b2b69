// WebCrypto with a key that was imported once.
import { readText, scratch, toBase64url, writeAscii, writeBase64url, writeText } from "../bytes.js";
import { jsonSessionsAsync } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "WebCrypto";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

const HEAD = "SFMyNTY.";

export async function setup() {
  const key = await crypto.subtle.importKey("raw", KEY, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  // What is given to WebCrypto is copied before it returns, so that one buffer serves any number of calls.
  const [bytes, given] = [scratch(), scratch()];
  const ascii = (text) => bytes.subarray(0, writeAscii(text, bytes, 0));
  return jsonSessionsAsync({
    async sign(text) {
      const message = HEAD + toBase64url(bytes, 0, writeText(text, bytes, 0));
      const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, ascii(message)));
      given.set(mac);
      return `${message}.${toBase64url(given, 0, 32)}`;
    },
    async verify(token) {
      const dot = token.length - 44;
      if (!token.startsWith(HEAD) || token[dot] !== ".") return null;
      const mac = given.subarray(0, writeBase64url(token.slice(dot + 1), given, 0));
      if (!(await crypto.subtle.verify("HMAC", key, mac, ascii(token.slice(0, dot))))) return null;
      return readText(bytes, 0, writeBase64url(token.slice(HEAD.length, dot), bytes, 0));
    },
  });
}
