// @ts-check
// A key that was not put comes back byte for byte: every term of the vectors, in a session beside a key that is put.

import { concat, fromBase64, utf8 } from "./bytes.js";
import { equal, fails } from "./check.js";
import { parts, plainConfig, signedCookie, signingKey } from "./cookie.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases of external_term @param {any} differences */
export async function keptBytes(test, waxseal, cases, differences) {
  const sessions = waxseal.createSessions(plainConfig.sessions);
  for (const vector of cases) {
    if (vector.outcome !== "ok" || differences.of("external_term", vector.name) === "undecodable") continue;
    const etf = fromBase64(vector.etf_b64);
    const verbatim = etf[1] !== 80 && !vector.name.includes("trailing"); // neither compressed nor followed by anything
    const bodies = [...(verbatim ? [etf] : []), ...(vector.reencoded_b64 ? [fromBase64(vector.reencoded_b64)] : [])];
    for (const body of bodies) {
      await test(vector.name, () => beside(waxseal, sessions, body.subarray(1)));
      if (body[1] === 116) await test(`${vector.name} as the session`, () => renewed(waxseal, sessions, body));
    }
  }
}

const word = (/** @type {number} */ length) => Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length);
const binary = (/** @type {string} */ text) => concat(Uint8Array.of(109), word(text.length), utf8(text));

/** A session map of pairs that are written already. @param {...Uint8Array} pairs */
const map = (...pairs) => concat(Uint8Array.of(131, 116), word(pairs.length), ...pairs);

/** @param {any} waxseal @param {any} sessions @param {Uint8Array} term without its version byte */
async function beside(waxseal, sessions, term) {
  const held = concat(binary("k"), term);
  const fetch = () => sessions.fetch(`_app_key=${signedCookie(waxseal, map(held))}`);
  /** @param {string} what @param {(session: any) => void} change @param {Uint8Array} expected */
  const commits = async (what, change, expected) => {
    const session = fetch();
    change(session);
    // No browser keeps such a cookie, and Phoenix sends none.
    if (expected.length > 2900 && signedCookie(waxseal, expected).length > 4096 - 27)
      return fails(() => sessions.commit(session), "ERR_COOKIE_OVERFLOW", what);
    const { value } = parts(sessions.commit(session));
    equal(waxseal.crypto.MessageVerifier.verify(value, signingKey(waxseal)), expected, what);
  };
  const one = Uint8Array.of(97, 1);
  await commits("renewed", (session) => session.renew(), map(held));
  await commits(
    "read, and another key put after it",
    (session) => (session.get("k"), session.put("z", 1)),
    map(held, concat(binary("z"), one)),
  );
  await commits(
    "another key put before it",
    (session) => (session.put("a", 1), session.toObject()),
    map(concat(binary("a"), one), held),
  );
  await commits(
    "another key put and deleted",
    (session) => (session.put("a", 1), session.put("z", 1), session.delete("a"), session.delete("z")),
    map(held),
  );
}

/** @param {any} waxseal @param {any} sessions @param {Uint8Array} etf a map */
async function renewed(waxseal, sessions, etf) {
  const session = sessions.fetch(`_app_key=${signedCookie(waxseal, etf)}`);
  session.renew();
  if (signedCookie(waxseal, etf).length > 4096 - 27)
    return fails(() => sessions.commit(session), "ERR_COOKIE_OVERFLOW", "commit");
  equal(waxseal.crypto.MessageVerifier.verify(parts(sessions.commit(session)).value, signingKey(waxseal)), etf, "payload");
}
