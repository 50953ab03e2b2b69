// From a cookie's value to the kind of token, and the parts it is made of.

import { withoutEnd } from "./without-end.js";

export const KINDS = {
  signed: { title: "Signed", text: "anyone can read it, only the key can seal it" },
  xcp: { title: "Encrypted", text: "sealed and hidden, XChaCha20-Poly1305" },
  a128gcm: { title: "Encrypted, the old way", text: "AES-GCM with a wrapped key, plug_crypto before 2.0" },
  unknown: { title: "Not recognised", text: "not a session cookie of Plug" },
};

const DIGESTS = { SFMyNTY: "HS256", SFMzODQ: "HS384", SFM1MTI: "HS512" };

export function kindOfToken(value) {
  const parts = value.split(".");
  if (Object.hasOwn(DIGESTS, parts[0]) && parts.length === 3) return "signed";
  if (parts[0] === "XCP" && parts.length === 2) return "xcp";
  if (parts[0] === "QTEyOEdDTQ" && parts.length === 5) return "a128gcm";
  return "unknown";
}

export function dissect(value) {
  const kind = kindOfToken(value);
  return { kind, value, parts: PARTS[kind](value, value.split(".")) };
}

// Each part is a stretch of the value: which text, what it is called, and what it holds. `joined`: no dot before it.
const PARTS = {
  signed: (_, [header, payload, signature]) => [
    { role: "header", label: "Algorithm", text: header, note: `${DIGESTS[header]}: HMAC with SHA-${DIGESTS[header].slice(2)}` },
    { role: "payload", label: "Payload", text: payload, note: `${size(payload)} of terms, readable by anyone` },
    { role: "signature", label: "Signature", text: signature, note: `${size(signature)} of HMAC over the two before it` },
  ],
  // iv 24 ‖ tag 16 ‖ ciphertext in one base64url text: 24 and 40 bytes end on 32 and 53⅓ characters.
  xcp: (_, [header, sealed]) => [
    { role: "header", label: "Algorithm", text: header, note: "XChaCha20-Poly1305" },
    { role: "nonce", label: "Nonce", text: sealed.slice(0, 32), note: "24 random bytes, new at each write" },
    { role: "signature", label: "Tag", text: sealed.slice(32, 53), note: "16 bytes; the next character is shared", joined: true },
    { role: "payload", label: "Ciphertext", text: sealed.slice(53), note: `${decodedLength(sealed) - 40} bytes of encrypted terms`, joined: true },
  ],
  a128gcm: (_, [header, key, nonce, sealed, tag]) => [
    { role: "header", label: "Algorithm", text: header, note: "A128GCM" },
    { role: "key", label: "Wrapped key", text: key, note: "this cookie's own key, itself encrypted" },
    { role: "nonce", label: "Nonce", text: nonce, note: size(nonce) },
    { role: "payload", label: "Ciphertext", text: sealed, note: `${size(sealed)} of encrypted terms` },
    { role: "signature", label: "Tag", text: tag, note: size(tag) },
  ],
  unknown: (value) => (value ? [{ role: "payload", label: "Text", text: value, note: `${value.length} characters` }] : []),
};

export const decodedLength = (text) => Math.floor((withoutEnd(text, "=").length * 3) / 4);
const size = (text) => `${decodedLength(text)} bytes`;
