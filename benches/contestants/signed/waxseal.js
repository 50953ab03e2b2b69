import { MessageVerifier } from "waxseal/crypto";
import { Token } from "waxseal/phoenix";
import { KEY, SECRET } from "../keys.js";
import { waxsealSessions } from "../waxseal-sessions.js";

export const name = "waxseal";
export const kind = "signed";
export const layers = ["token", "session", "data"];
export const sameFormat = true;

const decoder = new TextDecoder();

export const setup = () => ({
  sign: (text) => MessageVerifier.sign(text, KEY),
  verify(token) {
    const message = MessageVerifier.verify(token, KEY);
    return message && decoder.decode(message);
  },
  signData: (data) => Token.sign(SECRET, "user auth", data),
  openData: (token) => Token.verify(SECRET, "user auth", token).data,
  ...waxsealSessions(),
});
