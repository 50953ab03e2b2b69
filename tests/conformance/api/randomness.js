// @ts-check
// A platform that gives no randomness, or gives the same again: RandomnessError, no cookie and no record; and nothing that needs
// any while a module loads, when Workers refuse it.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";

/** Runs with another getRandomValues. @template T @param {(bytes: Uint8Array) => Uint8Array} fill @param {() => T} run @returns {T} */
function under(fill, run) {
  const own = Object.getOwnPropertyDescriptor(globalThis.crypto, "getRandomValues");
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: fill, configurable: true, writable: true });
  try {
    return run();
  } finally {
    if (own) Object.defineProperty(globalThis.crypto, "getRandomValues", own);
    else delete (/** @type {any} */ (globalThis.crypto).getRandomValues);
  }
}

const none = () => {
  throw new Error("no entropy");
};

/** Nonces are drawn ahead, 170 at once (`src/env.rs`): uses up those that there are. @param {() => unknown} commit */
function useUp(commit) {
  for (let left = 170; left > 0; left -= 1) {
    try {
      under(none, commit);
    } catch {
      return;
    }
  }
}

/** @param {any} test @param {any} waxseal */
export async function randomness(test, waxseal) {
  const { createSessions, crypto } = waxseal;
  const sealed = { ...plainConfig.sessions, encryptionSalt: "an encryption salt" };
  await test("without it nothing is written; configuring and reading take none", async () => {
    const written = createSessions(sealed);
    const cookie = sentBack(written.commit(written.fetch("").put("a", 1)));
    const sessions = under(none, () => createSessions({ ...sealed, path: "/randomness" }));
    equal(under(none, () => sessions.fetch(cookie)).get("a"), 1, "a read");
    useUp(() => written.commit(written.fetch("").put("a", 1)));
    const it = sessions.fetch(cookie).put("b", 2);
    const error = await fails(() => under(none, () => sessions.commit(it)), "ERR_RANDOMNESS", "commit");
    ok(error instanceof waxseal.RandomnessError, "class");
    equal(sessions.fetch(sentBack(sessions.commit(it))).get("b"), 2, "the same session, once there is some");
    useUp(() => written.commit(written.fetch("").put("a", 1)));
    await fails(() => under(none, () => crypto.MessageEncryptor.encrypt("m", new Uint8Array(32), "s")), "ERR_RANDOMNESS", "encrypt");
  });
  await test("zeros, and the same again, are none", async () => {
    const sessions = createSessions(sealed);
    const commit = () => sessions.commit(sessions.fetch("").put("a", 1));
    useUp(commit);
    await fails(() => under((bytes) => bytes.fill(0), commit), "ERR_RANDOMNESS", "zeros");
    await fails(() => under((bytes) => bytes.fill(7), () => (commit(), commit())), "ERR_RANDOMNESS", "the same twice");
    ok(commit().startsWith("_app_key=XCP."), "and the next one");
  });
  await test("without it a session that was only read, and whose use is to be noted, fails nobody's request", async () => {
    const kv = createSessions({ store: "memory", key: "sid", idleTimeout: 1000, log: false });
    const written = createSessions(sealed);
    const cookie = sentBack(await kv.commit((await kv.fetch("")).put("a", 1)));
    const { now } = Date;
    Date.now = () => now() + 900_000;
    try {
      const it = await kv.fetch(cookie);
      equal(it.get("a"), 1, "a read");
      useUp(() => written.commit(written.fetch("").put("a", 1)));
      equal(await under(none, () => kv.commit(it)), undefined, "no cookie");
    } finally {
      Date.now = now;
    }
  });
  await test("without it no record is made", async () => {
    const sessions = createSessions({ store: "memory", key: "sid", log: false });
    const cookies = createSessions(sealed);
    useUp(() => cookies.commit(cookies.fetch("").put("a", 1)));
    const it = (await sessions.fetch("")).put("a", 1);
    await fails(() => under(none, () => sessions.commit(it)), "ERR_RANDOMNESS", "commit");
    const cookie = sentBack(await sessions.commit(it));
    equal((await sessions.fetch(cookie)).get("a"), 1, "the same session, once there is some");
  });
}
