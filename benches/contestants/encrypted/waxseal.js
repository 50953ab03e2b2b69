import { MessageEncryptor } from "waxseal/crypto";
import { Token } from "waxseal/phoenix";
import { KEY, SECRET } from "../keys.js";
import { waxsealSessions } from "../waxseal-sessions.js";

export const name = "waxseal";
export const kind = "encrypted";
export const layers = ["token", "session", "data"];
export const sameFormat = true;

const decoder = new TextDecoder();

export const setup = () => ({
  sign: (text) => MessageEncryptor.encrypt(text, KEY, KEY),
  verify(token) {
    const message = MessageEncryptor.decrypt(token, KEY, KEY);
    return message && decoder.decode(message);
  },
  signData: (data) => Token.encrypt(SECRET, "user auth", data),
  openData: (token) => Token.decrypt(SECRET, "user auth", token).data,
  ...waxsealSessions({ encryptionSalt: "encryption" }),
});
