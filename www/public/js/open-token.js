// One token and one set of keys: derive, then verify or decrypt, as Plug.Session.COOKIE does for each of its options.
import { KeyGenerator, MessageEncryptor, MessageVerifier } from "waxseal/crypto";

export const DEFAULTS = { keyIterations: 1000, keyLength: 32, keyDigest: "sha256" };

// The bytes inside, or null. An encryption salt decides which of the two is tried: Plug never tries both.
export function openToken(value, keys) {
  const signingKey = derive(keys, keys.signingSalt);
  return keys.encryptionSalt
    ? MessageEncryptor.decrypt(value, derive(keys, keys.encryptionSalt), signingKey)
    : MessageVerifier.verify(value, signingKey);
}

function derive({ secretKeyBase, keyIterations, keyLength, keyDigest }, salt) {
  return KeyGenerator.generate(secretKeyBase, salt, { iterations: keyIterations, length: keyLength, digest: keyDigest });
}
