// node:crypto's Hmac, the key as a KeyObject.
import { createHmac, createSecretKey } from "node:crypto";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";
import { signedTokens } from "../signed-tokens.js";

export const name = "node:crypto";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

export function setup() {
  const key = createSecretKey(KEY);
  return jsonSessions(signedTokens((message) => createHmac("sha256", key).update(message).digest("base64url")));
}
