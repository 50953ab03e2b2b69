// @ts-check
// No input makes the module trap or throw what is not its own: everything in the vectors, given to everything that reads.

import { equal, ok } from "./check.js";
import { fromBase64, headerText } from "./bytes.js";
import { plainConfig, signedCookie } from "./cookie.js";

const key = new Uint8Array(32).fill(7);

/** @param {any} test @param {any} waxseal @param {any} vectors */
export async function hostile(test, waxseal, vectors) {
  const everyReader = readersOf(waxseal);
  for (const [group, { cases }] of Object.entries(vectors)) {
    const inputs = new Set(cases.flatMap(base64In));
    await test(`every input of ${group} to every reader`, () => {
      for (const base64 of inputs) everyReader(base64);
      alive(waxseal);
    });
  }
  await test("every beginning of a cookie", () => {
    const cookie = signedCookie(waxseal, Uint8Array.of(131, 116, 0, 0, 0, 0));
    for (let length = 0; length < cookie.length; length++) everyReader(btoa(cookie.slice(0, length)));
    alive(waxseal);
  });
  await test("headers that no platform would let through", () => {
    const sessions = waxseal.createSessions(plainConfig.sessions);
    for (const header of [
      "\u{1f9c2}",
      "\ud800",
      "_app_key=\u{1f9c2}",
      "_app_key=\udfff",
      "\0",
      "_app_key=".repeat(1e5),
      `_app_key=${"A".repeat(3e6)}`,
      "; ".repeat(1e6),
      "=".repeat(1e6),
    ]) {
      equal(sessions.fetch(header).get("a"), undefined, header.slice(0, 20));
      everyReader(btoa(encodeURIComponent(header.replace(/[\ud800-\udfff]/g, "?")).slice(0, 4096)));
    }
    alive(waxseal);
  });
}

/** Every `…_b64` in a case. @param {any} value @returns {string[]} */
function base64In(value) {
  if (Array.isArray(value)) return value.flatMap(base64In);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (typeof part === "string") return name.endsWith("b64") ? [part] : [];
    return Array.isArray(part) && name.endsWith("b64") ? part.filter((item) => typeof item === "string") : base64In(part);
  });
}

/** One of everything that reads, made once. @param {any} waxseal */
function readersOf(waxseal) {
  const { createSessions, CookieStore, crypto, term } = waxseal;
  const options = [{}, { encryptionSalt: "an encryption salt" }, { serializer: "json" }];
  const contracts = options.map((more) => CookieStore.init({ ...plainConfig.store, ...more }));
  const requests = options.map((more) => createSessions({ ...plainConfig.sessions, ...more }));

  /** @param {string} base64 */
  return function everyReader(base64) {
    const [bytes, text] = [fromBase64(base64), headerText(base64)];
    try {
      term.decode(bytes);
    } catch (error) {
      ok(error.code === "ERR_DECODE" && error instanceof waxseal.DecodeError, `term.decode threw ${error}`);
    }
    equal(crypto.MessageVerifier.verify(text, key), null, "verified");
    equal(crypto.MessageEncryptor.decrypt(text, key, key), null, "decrypted");
    for (const contract of contracts) equal(CookieStore.get(plainConfig.conn, text, contract)[0], null, "sid");
    for (const sessions of requests) {
      equal(sessions.fetch(text).get("a"), undefined, "the text as a header");
      equal(sessions.fetch(`_app_key=${text}`).get("a"), undefined, "the text as a cookie");
    }
    if (bytes.length > 60_000) return; // longer than any header
    for (const sessions of [requests[0], requests[2]]) readsPayload(sessions, signedCookie(waxseal, bytes));
  };
}

/** A payload that is signed correctly, whatever it is. @param {any} sessions @param {string} cookie */
function readsPayload(sessions, cookie) {
  const session = sessions.fetch(`_app_key=${cookie}`);
  ok(typeof session.toObject() === "object", "session");
  session.put("a", 1);
  try {
    ok(sessions.commit(session).startsWith("_app_key=SFMyNTY."), "commit");
  } catch (error) {
    // What JSON can't hold, or no browser keeps.
    ok(["ERR_COOKIE_OVERFLOW", "ERR_ENCODE"].includes(error.code), `commit threw ${error}`);
  }
}

/** @param {any} waxseal */
function alive(waxseal) {
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const session = sessions.fetch("");
  session.put("still", "here");
  equal(sessions.fetch(sessions.commit(session).split(";")[0]).get("still"), "here", "the module after it");
}
