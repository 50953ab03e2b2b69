// @ts-check
// Plug.Crypto.MessageEncryptor against real Plug's outcomes. What is encrypted is random, so every message that was decrypted
// is encrypted again: its shape is checked, and that it opens.

import { equal, fails, ok } from "./check.js";
import { fromBase64, fromBase64Url, headerText, utf8 } from "./bytes.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases */
export async function messageEncryptor(test, { crypto: { MessageEncryptor } }, cases) {
  for (const vector of cases) {
    const secret = fromBase64(vector.secret_b64);
    const signSecret = fromBase64(vector.sign_secret_b64);
    const aads = vector.aad_default ? [undefined, "A128GCM", utf8("A128GCM")] : [fromBase64(vector.aad_b64)];
    for (const aad of aads) {
      await test(vector.name, async () => {
        if (vector.op === "encrypt")
          return fails(
            () => MessageEncryptor.encrypt(fromBase64(vector.message_b64), secret, signSecret, aad),
            "ERR_CONFIG",
            "encrypt",
          );
        const decrypt = () => MessageEncryptor.decrypt(headerText(vector.token_b64), secret, signSecret, aad);
        if (vector.outcome === "raise") return fails(decrypt, "ERR_CONFIG", "decrypt");
        const message = vector.outcome === "ok" ? fromBase64(vector.message_b64) : null;
        equal(decrypt(), message, "message");
        if (message && secret.length === 32) again(MessageEncryptor, message, secret, signSecret, aad);
      });
    }
  }
}

/** @param {any} MessageEncryptor @param {Uint8Array} message @param {Uint8Array} secret @param {Uint8Array} signSecret @param {any} aad */
function again(MessageEncryptor, message, secret, signSecret, aad) {
  const [one, two] = [1, 2].map(() => MessageEncryptor.encrypt(message, secret, signSecret, aad));
  ok(/^XCP\.[A-Za-z0-9_-]+$/.test(one), `shape of ${one}`);
  equal(fromBase64Url(one.slice(4)).length, 24 + 16 + message.length, "IV, tag and ciphertext");
  ok(one.slice(4, 36) !== two.slice(4, 36), "two messages under one IV");
  equal(MessageEncryptor.decrypt(one, secret, signSecret, aad), message, "own message");
  equal(MessageEncryptor.decrypt(one, secret, signSecret, "another"), null, "own message under another associated data");
}
