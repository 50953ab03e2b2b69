// As its documentation uses it, with a key that was imported once.
import { SignJWT, jwtVerify } from "jose";
import { setCookie, valueOf } from "../header.js";
import { asyncSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "jose JWT";
export const kind = "signed";
export const layers = ["session", "data"];

export async function setup() {
  const key = await crypto.subtle.importKey("raw", KEY, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const sessions = asyncSessions(
    async (header) => (await jwtVerify(valueOf(header), key)).payload,
    async (data) => setCookie(await new SignJWT(data).setProtectedHeader({ alg: "HS256" }).sign(key)),
  );
  return {
    ...sessions,
    signData: (data) => new SignJWT(data).setProtectedHeader({ alg: "HS256" }).setIssuedAt().setExpirationTime("1d").sign(key),
    openData: async (token) => (await jwtVerify(token, key)).payload,
  };
}
