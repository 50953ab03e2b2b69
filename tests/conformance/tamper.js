// @ts-check
// Every character of a cookie changed, taken away and doubled: it opens only where base64 means the same bytes.

import { agrees } from "./tagged.js";
import { equal, ok } from "./check.js";
import { fromBase64Url, headerText, toLatin1 } from "./bytes.js";
import { connOf, sessionOptions } from "./config.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** One cookie of each kind, by real Plug. */
const COOKIES = {
  signed: "read_signed_session_small",
  encrypted: "read_encrypted_session_small",
  A128GCM: "read_legacy_default_small",
};

/** @param {any} test @param {any} waxseal @param {any[]} cases of cookie_store */
export async function tamper(test, waxseal, cases) {
  for (const [kind, name] of Object.entries(COOKIES)) {
    const vector = cases.find((candidate) => candidate.name === name);
    await test(`every character of a cookie: ${kind}`, async () => {
      const sessions = waxseal.createSessions(sessionOptions(vector.config, "text"));
      const conn = connOf(vector.config, "text");
      const cookie = headerText(vector.cookie_b64);
      agrees(
        waxseal.term,
        (await sessions.fetch(`${vector.config.key}=${cookie}`, conn)).toObject(),
        vector.session,
        "the cookie as it is",
      );
      for (const changed of variants(cookie)) {
        const session = (await sessions.fetch(`${vector.config.key}=${changed}`, conn)).toObject();
        const opened = Object.keys(session).length > 0;
        ok(!opened || sameBytes(changed, cookie), `${changed} was opened`);
        if (opened) agrees(waxseal.term, session, vector.session, changed);
      }
    });
  }
  await test("every character of a sid", () => everySid(waxseal));
}

/** @param {string} cookie */
function* variants(cookie) {
  for (let at = 0; at < cookie.length; at++) {
    const [before, here, after] = [cookie.slice(0, at), cookie[at], cookie.slice(at + 1)];
    const index = ALPHABET.indexOf(here);
    const others =
      index < 0 ? ["", "..", "A"] : [ALPHABET[index ^ 1], ALPHABET[index ^ 32], ".", "", here + here, "=", "+", "/", "\u00e9"];
    for (const other of others) if (before + other + after !== cookie) yield before + other + after;
  }
  yield cookie + "=";
  yield `${cookie}.`;
  yield ` ${cookie}`;
}

/** @param {string} one @param {string} two */
function sameBytes(one, two) {
  const decoded = (/** @type {string} */ token) =>
    token.split(".").map((part) => toLatin1(fromBase64Url(part.replace(/=+$/, ""))));
  try {
    return decoded(one).join() === decoded(two).join();
  } catch {
    return false;
  }
}

/** @param {any} waxseal */
async function everySid(waxseal) {
  const sessions = waxseal.createSessions({ store: "memory", key: "sid", log: false });
  const session = await sessions.fetch("");
  session.put("a", 1);
  const cookie = /** @type {string} */ (await sessions.commit(session)).split(";")[0];
  equal((await sessions.fetch(cookie)).get("a"), 1, "the sid as it is");
  for (const changed of variants(cookie.slice(4))) equal((await sessions.fetch(`sid=${changed}`)).get("a"), undefined, changed);
}
