// node:crypto's Hmac: the key as a KeyObject, and buffers of its own to decode into.
import { createHmac, createSecretKey } from "node:crypto";
import { readText, sameText, scratch, toBase64url, writeBase64url, writeText } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "node:crypto";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

const HEAD = "SFMyNTY.";

export function setup() {
  const key = createSecretKey(KEY);
  const bytes = scratch();
  const mac = (message) => createHmac("sha256", key).update(message).digest("base64url");
  return jsonSessions({
    sign(text) {
      const message = HEAD + toBase64url(bytes, 0, writeText(text, bytes, 0));
      return `${message}.${mac(message)}`;
    },
    verify(token) {
      const dot = token.length - 44;
      if (!token.startsWith(HEAD) || token[dot] !== ".") return null;
      if (!sameText(mac(token.slice(0, dot)), token.slice(dot + 1))) return null;
      return readText(bytes, 0, writeBase64url(token.slice(HEAD.length, dot), bytes, 0));
    },
  });
}
