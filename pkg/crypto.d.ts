/** Plug.Crypto: the parts of which the cookie store is made. Messages, secrets and salts are text (UTF-8) or bytes. */

/** Text, taken as UTF-8, or the bytes themselves. */
export type Bytes = string | Uint8Array;

/** `Plug.Crypto.KeyGenerator`: PBKDF2. */
export declare const KeyGenerator: {
  /**
   * @param options `iterations` 1000, `length` 32 bytes, `digest` `"sha256"` by default
   * @throws {import("./index.d.ts").ConfigError}
   */
  generate(
    secret: Bytes,
    salt: Bytes,
    options?: { iterations?: number; length?: number; digest?: "sha" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512" },
  ): Uint8Array;
};

/** `Plug.Crypto.MessageVerifier`: `SFMyNTY.payload.signature`. */
export declare const MessageVerifier: {
  /** @throws {import("./index.d.ts").ConfigError} an empty secret, an unknown digest */
  sign(message: Bytes, secret: Bytes, digest?: "sha256" | "sha384" | "sha512"): string;
  /** The message; null if the token is none of this secret. Takes all three digests, as Plug does. */
  verify(token: Bytes, secret: Bytes): Uint8Array | null;
};

/** `Plug.Crypto.MessageEncryptor`: writes `XCP.` (XChaCha20-Poly1305), reads that and the older A128GCM. */
export declare const MessageEncryptor: {
  /**
   * @param secret 32 bytes
   * @param signSecret not used by XChaCha20-Poly1305
   * @param aad `"A128GCM"` by default, as in Plug
   * @throws {import("./index.d.ts").ConfigError} a secret of another length
   */
  encrypt(message: Bytes, secret: Bytes, signSecret: Bytes, aad?: Bytes): string;
  /** The message; null if the token does not decrypt. @throws {import("./index.d.ts").ConfigError} a secret of a wrong length */
  decrypt(token: Bytes, secret: Bytes, signSecret: Bytes, aad?: Bytes): Uint8Array | null;
};
