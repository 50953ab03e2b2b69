// Text to the bare module and back, by the platform's fastest means. What it makes is good until the next call, as text.

import module from "#bare";
import { nonces, readText, viewOf, writeAscii, writeText } from "../contestants/bytes.js";

/** Room for what is given: its token has to fit into the module's other buffer (`src/lib.rs`). */
const ROOM = 8192;
const NONCE = 24;

export function bare() {
  const { exports: core } = new WebAssembly.Instance(module, { "./bare_bg.js": { __wbindgen_init_externref_table() {} } });
  // First both places: the memory grows when they are made.
  const places = [core.given(), core.made()];
  const [given, made] = places.map((at) => viewOf(core.memory.buffer, at, ROOM));
  const nonce = nonces(NONCE);
  const text = (length) => (length < 0 ? null : readText(made, 0, length));
  return {
    /** @param {Uint8Array} key of 32 bytes */
    key(key) {
      given.set(key);
      core.key();
    },
    /** @param {string} secret @param {string} salt */
    derive(secret, salt) {
      const length = writeText(secret, given, 0);
      core.derive(length, writeText(salt, given, length), 1000);
    },
    sign: (message) => text(core.sign(writeText(message, given, 0))),
    verify: (token) => text(core.verify(writeAscii(token, given, 0))),
    encrypt(message) {
      given.set(nonce());
      return text(core.encrypt(NONCE + writeText(message, given, NONCE)));
    },
    decrypt: (token) => text(core.decrypt(writeAscii(token, given, 0))),
  };
}
