// As its documentation uses it: a JWT that is encrypted, directly under a key that was imported once.
import { EncryptJWT, jwtDecrypt } from "jose";
import { setCookie, valueOf } from "../header.js";
import { asyncSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "jose JWE";
export const kind = "encrypted";
export const layers = ["session", "data"];

export async function setup() {
  const key = await crypto.subtle.importKey("raw", KEY, "AES-GCM", false, ["encrypt", "decrypt"]);
  const sessions = asyncSessions(
    async (header) => (await jwtDecrypt(valueOf(header), key)).payload,
    async (data) => setCookie(await new EncryptJWT(data).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).encrypt(key)),
  );
  return {
    ...sessions,
    signData: (data) => new EncryptJWT(data).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).setIssuedAt().setExpirationTime("1d").encrypt(key),
    openData: async (token) => (await jwtDecrypt(token, key)).payload,
  };
}
