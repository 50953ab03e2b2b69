// The very tokens that waxseal makes, around a MAC.

import { readText, sameText, scratch, toBase64url, writeBase64url, writeText } from "./bytes.js";

const HEAD = "SFMyNTY.";

/** @param {(message: string) => string} mac of ASCII, as base64url */
export function signedTokens(mac) {
  const bytes = scratch();
  return {
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
  };
}
