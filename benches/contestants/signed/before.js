// The package of an earlier commit: benches/base.js.

import { createSessions } from "#base";
import { MessageVerifier } from "#base/crypto";
import { KEY } from "../keys.js";
import { DERIVED, sessionsOf } from "../sessions-of.js";

export const name = "waxseal before";
export const kind = "signed";
export const layers = ["token", "session"];
export const sameFormat = true;

const decoder = new TextDecoder();

export const setup = () => ({
  sign: (text) => MessageVerifier.sign(text, KEY),
  verify(token) {
    const message = MessageVerifier.verify(token, KEY);
    return message && decoder.decode(message);
  },
  ...sessionsOf(createSessions, DERIVED),
});
