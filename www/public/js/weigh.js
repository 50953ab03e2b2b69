// Where the 4,096 bytes go: the weight of each key in the session's terms, and of what is around them in the Set-Cookie.
import { encode } from "waxseal/term";
import { mapEntries } from "../waxseal/inspect/term-kinds.js";

export const LIMIT = 4096;

// What a new Phoenix app sends along; `secure` and `max-age` come on top where they are set.
const ATTRIBUTES = "; path=/; HttpOnly; SameSite=Lax";

// A term's bytes, without the version byte that only the outermost has.
const bytesOf = (term) => encode(term).length - 1;

export function weigh({ payload, session, cookie }) {
  const keys = mapEntries(session).map(([key, value]) => ({ key, bytes: bytesOf(key) + bytesOf(value) }));
  keys.sort((a, b) => b.bytes - a.bytes);
  const around = cookie.name.length + 1 + ATTRIBUTES.length;
  return {
    keys,
    // Version byte, map tag, count; or, below zero, what compression saved if Phoenix compressed the terms.
    frame: payload.length - keys.reduce((sum, { bytes }) => sum + bytes, 0),
    // Base64 writes three bytes as four characters; then come nonce, tag or signature.
    sealing: cookie.value.length - payload.length,
    around,
    whole: cookie.value.length + around,
  };
}
