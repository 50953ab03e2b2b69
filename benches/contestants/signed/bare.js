// The limit: nothing but RustCrypto's HMAC and base64 in WebAssembly, and JSON around it.
import { bare } from "../../bare/bare.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "bare WebAssembly";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

export function setup() {
  const { key, sign, verify } = bare();
  key(KEY);
  return jsonSessions({ sign, verify });
}
