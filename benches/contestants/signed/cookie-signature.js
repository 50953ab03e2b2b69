// As Express uses it, around base64url as cookie-session has it: JSON's own characters can't stand in a cookie.
import cookieSignature from "cookie-signature";
import { readText, scratch, toBase64url, writeBase64url, writeText } from "../bytes.js";
import { jsonSessions } from "../json-sessions.js";
import { SECRET } from "../keys.js";

export const name = "cookie-signature";
export const kind = "signed";
export const layers = ["token", "session"];

export function setup() {
  const bytes = scratch();
  return jsonSessions({
    sign: (text) => cookieSignature.sign(toBase64url(bytes, 0, writeText(text, bytes, 0)), SECRET),
    verify(token) {
      const value = cookieSignature.unsign(token, SECRET);
      return value === false ? null : readText(bytes, 0, writeBase64url(value, bytes, 0));
    },
  });
}
