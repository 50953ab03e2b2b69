// @ts-check
// The rooms of `src` that are changed one place at a time.

/** @typedef {{ what: string, files: string[], except?: string[] }} Room files of `src` */

/** What none of them has is no room's: `src/wasm`, which is not compiled natively. @type {Record<string, Room>} */
export const ROOMS = {
  crypto: { what: "keys, signed and encrypted messages", files: ["crypto/**"], except: ["crypto/deflate.rs", "crypto/token.rs"] },
  tokens: { what: "tokens, what is compressed in them", files: ["crypto/deflate.rs", "crypto/token.rs"] },
  cookies: { what: "cookies, read and written", files: ["cookies/**"] },
  sids: { what: "session ids, what a response carries, merges", files: ["store/kv/sid.rs", "plug/answer.rs", "session/merge.rs"] },
  adapters: { what: "key-value services: what an adapter owes, Redis and SQLite, and the suite that tries them", files: ["kv/**"] },
  driver: { what: "sessions over a service: fetch, merge, commit, owners", files: ["sessions/**"] },
  web: { what: "sessions over the http crate, and the layer", files: ["web/**", "tower/**"] },
  stores: { what: "stores, their options, limits in time", files: ["store/**"], except: ["store/kv/sid.rs"] },
  session: {
    what: "the session as one flat value, and CSRF, flash and log-ins on it",
    files: ["session/**", "plug/**", "phoenix/**"],
    except: ["session/merge.rs", "plug/answer.rs"],
  },
  terms: { what: "what sessions are written in: terms and JSON", files: ["term/**", "json/**"] },
  ground: { what: "errors, the clock, randomness", files: ["env.rs", "error.rs"] },
};
