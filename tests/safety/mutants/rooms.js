// @ts-check
// The rooms of `src` that are changed one place at a time, and the tests that see it.

/**
 * Files of `src`, the tests that are linked anew for each change of theirs, and the features that those are behind.
 * @typedef {{ files: string[], except?: string[], tests: string[], features?: string[] }} Step
 */

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
  adapters: {
    what: "key-value services: what an adapter owes, and the suite that tries it",
    steps: [
      {
        files: ["kv/**"],
        // On their services alone: tests/native.
        except: ["kv/redis.rs", "kv/sqlite.rs"],
        tests: ["adapters", "shown"],
        features: ["conformance"],
      },
    ],
  },
  driver: {
    what: "sessions over a service: fetch, merge, commit, owners",
    steps: [
      { files: ["sessions/owners/**"], tests: ["lib", "owners", "owner_pages"] },
      {
        files: ["sessions/**"],
        except: ["sessions/owners/**"],
        tests: ["sessions", "service", "owners", "layer", "merges", "shown"],
        features: ["tower"],
      },
    ],
  },
  web: {
    what: "sessions over the http crate, and the layer",
    steps: [{ files: ["web/**", "tower/**"], tests: ["lib", "layer", "merges"], features: ["tower"] }],
  },
  stores: {
    what: "stores, their options, limits in time",
    steps: [
      {
        files: ["store/**"],
        except: ["store/kv/sid.rs"],
        tests: ["lib", "cookie_life", "cookie_store", "kv_store", "options", "options_formats", "own_store", "owners", "service", "session_flow", "shown"],
      },
    ],
  },
  session: {
    what: "the session as one flat value, and CSRF, flash and log-ins on it",
    steps: [
      {
        files: ["session/**", "plug/**", "phoenix/**"],
        except: ["session/merge.rs", "plug/answer.rs"],
        tests: ["lib", "session_bytes", "session_flow", "cookie_life", "cookie_store", "kv_store", "options", "csrf", "flash", "phx_gen_auth", "merges", "shown"],
        features: ["tower"],
      },
    ],
  },
  terms: {
    what: "what sessions are written in: terms and JSON",
    steps: [
      { files: ["json/**"], tests: ["lib", "json", "cookie_store"] },
      { files: ["term/typed/**"], tests: ["lib", "typed", "typed_random"] },
      {
        files: ["term/**"],
        except: ["term/typed/**"],
        tests: ["lib", "external_term", "term_hostile", "term_order", "term_exhaustive", "session_bytes", "cookie_store"],
      },
    ],
  },
  ground: {
    what: "errors, the clock, randomness",
    steps: [{ files: ["env.rs", "error.rs"], tests: ["lib", "shown", "options", "typed", "sessions"] }],
  },
};
