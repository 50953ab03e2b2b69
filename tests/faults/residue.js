// @ts-check
// What is left of a secret in the core's memory when nobody needs it any more: nothing, be it in a buffer, on the heap or on the
// stack, and whether the call succeeded or not.

import { equal, fails, ok } from "../conformance/check.js";

/** @param {any} test @param {any} waxseal @param {() => WebAssembly.Memory} memory */
export async function residue(test, waxseal, memory) {
  const { KeyGenerator, MessageEncryptor, MessageVerifier } = waxseal.crypto;
  const decoder = new TextDecoder("latin1");
  /** How many of a secret's pieces of 16 bytes are in the memory. @param {string} secret */
  const left = (secret) => {
    const text = decoder.decode(memory().buffer.slice(0));
    return (secret.match(/.{16}/gs) ?? []).filter((piece) => text.includes(piece)).length;
  };
  const salt = "a salt";
  const other = "another key, which is 32 bytes..".padEnd(32, ".");
  const token = MessageVerifier.sign("message", "another secret");
  const options = { store: "cookie", key: "residue", signingSalt: salt, log: false };
  const wrong = (/** @type {any} */ more) => fails(() => waxseal.createSessions({ ...options, ...more }), "ERR_CONFIG", "createSessions");

  /** @type {Record<string, (secret: string) => unknown>} */
  const uses = {
    "KeyGenerator.generate": (secret) => KeyGenerator.generate(secret, salt, { iterations: 1 }),
    "MessageVerifier.sign": (secret) => MessageVerifier.sign("message", secret),
    "MessageVerifier.sign, SHA-512": (secret) => MessageVerifier.sign("message", secret, "sha512"),
    "MessageVerifier.verify": (secret) => MessageVerifier.verify(token, secret),
    // The key that was used last is needed until there is another one.
    "MessageEncryptor.encrypt": (secret) => [MessageEncryptor.encrypt("message", secret.slice(0, 32), secret), MessageEncryptor.encrypt("", other, "")],
    "MessageEncryptor.decrypt": (secret) => [MessageEncryptor.decrypt("XCP.AAAA", secret.slice(0, 32), secret), MessageEncryptor.decrypt("", other, "")],
    "a digest that is none": (secret) => fails(() => MessageVerifier.sign("message", secret, "md5"), "ERR_CONFIG", "sign"),
    "a secret that is too short": (secret) => wrong({ secretKeyBase: secret.slice(0, 63) }),
    "a wrong option beside it": (secret) => wrong({ secretKeyBase: secret, keyDigest: "md5" }),
    "a wrong cookie beside it": (secret) => wrong({ secretKeyBase: secret, path: "/;" }),
    "what is no option beside it": (secret) => wrong({ secretKeyBase: secret, more() {} }),
    "a wrong rotating entry beside it": (secret) => wrong({ secretKeyBase: secret, rotatingOptions: [{ secretKeyBase: secret, signingSalt: 5 }] }),
    "a session whose signature is wrong": (secret) => waxseal.createSessions({ ...options, secretKeyBase: "x".repeat(64) }).fetch(`residue=${forged(secret)}`),
    "a connection's, after another's": (secret) => {
      const sessions = waxseal.createSessions(options);
      sessions.commit(sessions.fetch("", { secretKeyBase: secret }).put("a", 1));
      sessions.fetch("", { secretKeyBase: "x".repeat(64) });
    },
  };
  await test("what is there is found", () => {
    const secret = secretOf("kept");
    const sessions = waxseal.createSessions({ ...options, secretKeyBase: secret });
    ok(left(secret) > 0, "the secret of sessions that are there");
    return sessions;
  });
  for (const [name, use] of Object.entries(uses)) {
    await test(`nothing is left of a secret: ${name}`, async () => {
      const secret = secretOf(name);
      await use(secret);
      equal(left(secret), 0, "pieces of it in memory");
    });
  }
}

/** A text of 96 characters of which no two pieces of 16 are alike, nor those of two names. @param {string} name */
function secretOf(name) {
  let state = [...name].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0, 7);
  return Array.from({ length: 96 }, () => String.fromCharCode(97 + ((state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 16) % 26)).join("");
}

/** A cookie that nobody signed, with that text as its message. @param {string} text */
function forged(text) {
  const [message, signature] = [text, "s".repeat(32)].map((part) => btoa(part).replace(/=*$/, ""));
  return `SFMyNTY.${message}.${signature}`;
}
