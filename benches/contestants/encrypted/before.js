// The package of an earlier commit: benches/base.js.

import { createSessions } from "#base";
import { MessageEncryptor } from "#base/crypto";
import { KEY } from "../keys.js";
import { DERIVED, sessionsOf } from "../sessions-of.js";

export const name = "waxseal before";
export const kind = "encrypted";
export const layers = ["token", "session"];
export const sameFormat = true;

const decoder = new TextDecoder();

export const setup = () => ({
  sign: (text) => MessageEncryptor.encrypt(text, KEY, KEY),
  verify(token) {
    const message = MessageEncryptor.decrypt(token, KEY, KEY);
    return message && decoder.decode(message);
  },
  ...sessionsOf(createSessions, { ...DERIVED, encryptionSalt: "encryption" }),
});
