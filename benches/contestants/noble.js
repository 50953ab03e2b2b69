// @noble/hashes and @noble/ciphers, nonces drawn by the thousand.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Buffer } from "node:buffer";
import { SECRET, json } from "./common.js";

const key = sha256(new TextEncoder().encode(SECRET));

const signed = json("@noble/hashes", "signed", () => {
  const keyed = hmac.create(sha256, key);
  const mac = (text) => keyed.clone().update(Buffer.from(text)).digest();
  return {
    seal(text) {
      const message = `SFMyNTY.${Buffer.from(text).toString("base64url")}`;
      return `${message}.${Buffer.from(mac(message)).toString("base64url")}`;
    },
    open(value) {
      const dot = value.lastIndexOf(".");
      const [made, given] = [mac(value.slice(0, dot)), Buffer.from(value.slice(dot + 1), "base64url")];
      let differ = made.length ^ given.length;
      for (let at = 0; at < made.length; at += 1) differ |= made[at] ^ given[at];
      return differ ? null : Buffer.from(value.slice(8, dot), "base64url").toString();
    },
  };
});

const encrypted = json("@noble/ciphers", "encrypted", () => {
  const pool = new Uint8Array(24 * 1024);
  let used = pool.length;
  return {
    seal(text) {
      if (used === pool.length) { crypto.getRandomValues(pool); used = 0; }
      const nonce = pool.subarray(used, (used += 24));
      return Buffer.concat([nonce, xchacha20poly1305(key, nonce).encrypt(Buffer.from(text))]).toString("base64url");
    },
    open(value) {
      const bytes = Buffer.from(value, "base64url");
      try {
        return Buffer.from(xchacha20poly1305(key, bytes.subarray(0, 24)).decrypt(bytes.subarray(24))).toString();
      } catch {
        return null;
      }
    },
  };
});

export default [signed, encrypted];
