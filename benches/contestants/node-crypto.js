// node:crypto at its best: the key as a KeyObject, buffers of its own to decode into, nonces drawn by the thousand.
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomFillSync, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { SECRET, json } from "./common.js";

const key = createSecretKey(Buffer.from(hkdfSync("sha256", SECRET, "salt", "", 32)));
const HEAD = "SFMyNTY.";

const signed = json("node:crypto", "signed", () => {
  const given = Buffer.allocUnsafe(33);
  return {
    seal(text) {
      const message = HEAD + Buffer.from(text).toString("base64url");
      return `${message}.${createHmac("sha256", key).update(message).digest("base64url")}`;
    },
    open(value) {
      const dot = value.lastIndexOf(".");
      if (!value.startsWith(HEAD) || value.length - dot !== 44) return null;
      if (given.write(value.slice(dot + 1), 0, "base64url") !== 32) return null;
      const mac = createHmac("sha256", key).update(value.slice(0, dot)).digest();
      if (!timingSafeEqual(mac, given.subarray(0, 32))) return null;
      return Buffer.from(value.slice(HEAD.length, dot), "base64url").toString();
    },
  };
});

const encrypted = json("node:crypto", "encrypted", () => {
  const pool = Buffer.alloc(12 * 1024);
  let used = pool.length;
  return {
    seal(text) {
      if (used === pool.length) { randomFillSync(pool); used = 0; }
      const iv = pool.subarray(used, (used += 12));
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = cipher.update(text, "utf8");
      cipher.final();
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(value) {
      const bytes = Buffer.from(value, "base64url");
      if (bytes.length < 28) return null;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(12, 28));
      const text = decipher.update(bytes.subarray(28), undefined, "utf8");
      try { return text + decipher.final("utf8"); } catch { return null; }
    },
  };
});

export default [signed, encrypted];
