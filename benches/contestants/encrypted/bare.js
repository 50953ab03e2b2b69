// The limit: nothing but RustCrypto's XChaCha20-Poly1305 and base64 in WebAssembly, nonces drawn by the thousand, and JSON around it.
import { bare } from "../../bare/bare.js";
import { jsonSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "bare WebAssembly";
export const kind = "encrypted";
export const layers = ["token", "session"];
export const sameFormat = true;

export function setup() {
  const { key, encrypt, decrypt } = bare();
  key(KEY);
  return jsonSessions({ sign: encrypt, verify: decrypt });
}
