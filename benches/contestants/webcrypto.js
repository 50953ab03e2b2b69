// WebCrypto with keys that were imported once.
import { SECRET, jsonAsync } from "./common.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
// The fastest base64url that the platform has.
const [toText, toBytes] = Uint8Array.prototype.toBase64
  ? [(bytes) => bytes.toBase64({ alphabet: "base64url", omitPadding: true }), (text) => Uint8Array.fromBase64(text, { alphabet: "base64url" })]
  : globalThis.Buffer
    ? [(bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url"), (text) => Buffer.from(text, "base64url")]
    : [
        (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
        (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0)),
      ];
const secret = async () => crypto.subtle.digest("SHA-256", encoder.encode(SECRET));

const signed = jsonAsync("WebCrypto", "signed", async () => {
  const key = await crypto.subtle.importKey("raw", await secret(), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  return {
    async seal(text) {
      const message = `SFMyNTY.${toText(encoder.encode(text))}`;
      return `${message}.${toText(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(message))))}`;
    },
    async open(value) {
      const dot = value.lastIndexOf(".");
      const good = await crypto.subtle.verify("HMAC", key, toBytes(value.slice(dot + 1)), encoder.encode(value.slice(0, dot)));
      return good ? decoder.decode(toBytes(value.slice(8, dot))) : null;
    },
  };
});

const encrypted = jsonAsync("WebCrypto", "encrypted", async () => {
  const key = await crypto.subtle.importKey("raw", await secret(), "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    async seal(text) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, encoder.encode(text)));
      const all = new Uint8Array(12 + sealed.length);
      all.set(iv);
      all.set(sealed, 12);
      return toText(all);
    },
    async open(value) {
      const bytes = toBytes(value);
      try {
        return decoder.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(0, 12) }, key, bytes.subarray(12)));
      } catch {
        return null;
      }
    },
  };
});

export default [signed, encrypted];
