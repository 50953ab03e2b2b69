// @ts-check
// The rooms of `src` that are changed one place at a time, and the tests that see it.

/** @typedef {{ files: string[], except?: string[], tests: string[] }} Step files of `src`, and the tests that are linked anew for each change of theirs */

/** As few tests as see a room: linking and running them takes most of the time. @type {Record<string, { what: string, steps: Step[] }>} */
export const ROOMS = {
  crypto: {
    what: "keys, signed and encrypted messages",
    steps: [
      {
        files: ["crypto/**"],
        except: ["crypto/base64url.rs", "crypto/deflate.rs", "crypto/mac.rs", "crypto/token.rs"],
        tests: ["key_generator", "keyring", "memory", "message_encryptor", "message_verifier"],
      },
      { files: ["crypto/base64url.rs"], tests: ["base64url"] },
      { files: ["crypto/mac.rs"], tests: ["lib", "key_generator"] },
    ],
  },
  tokens: {
    what: "tokens, what is compressed in them",
    steps: [
      { files: ["crypto/deflate.rs"], tests: ["lib"] },
      { files: ["crypto/token.rs"], tests: ["token", "csrf"] },
    ],
  },
  cookies: {
    what: "cookies, read and written",
    steps: [
      { files: ["cookies/**"], except: ["cookies/received.rs", "cookies/signed.rs"], tests: ["cookies_encode", "cookies_parse", "options"] },
      { files: ["cookies/received.rs"], tests: ["lib", "answer"] },
      { files: ["cookies/signed.rs"], tests: ["token"] },
    ],
  },
  sids: {
    what: "session ids, what a response carries, merges",
    steps: [
      { files: ["store/kv/sid.rs"], tests: ["kv_store"] },
      { files: ["plug/answer.rs"], tests: ["answer", "session_flow"] },
      { files: ["session/merge.rs"], tests: ["session_bytes"] },
    ],
  },
};
