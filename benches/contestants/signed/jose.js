// As its documentation uses it, with a key that was imported once.
import { SignJWT, jwtVerify } from "jose";
import { setCookie, valueOf } from "../header.js";
import { asyncSessions } from "../json-sessions.js";
import { KEY } from "../keys.js";

export const name = "jose JWT";
export const kind = "signed";
export const layers = ["session"];

export async function setup() {
  const key = await crypto.subtle.importKey("raw", KEY, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return asyncSessions(
    async (header) => (await jwtVerify(valueOf(header), key)).payload,
    async (data) => setCookie(await new SignJWT(data).setProtectedHeader({ alg: "HS256" }).sign(key)),
  );
}
