import { MessageEncryptor } from "waxseal/crypto";
import { KEY } from "../keys.js";
import { waxsealSessions } from "../waxseal-sessions.js";

export const name = "waxseal";
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
  ...waxsealSessions({ encryptionSalt: "encryption" }),
});
