import { MessageVerifier } from "waxseal/crypto";
import { KEY } from "../keys.js";
import { waxsealSessions } from "../waxseal-sessions.js";

export const name = "waxseal";
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
  ...waxsealSessions({}),
});
