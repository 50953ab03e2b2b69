// @ts-check
// Keys: rotation, and keys that were derived beforehand.

import { equal, fails, ok } from "../check.js";
import { parts, plainConfig, sentBack } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function rotation(test, waxseal) {
  const { createSessions, crypto } = waxseal;
  const {
    conn: { secretKeyBase },
    sessions: plain,
  } = plainConfig;
  const other = "another secret ".repeat(5);
  // The secret comes with the connection: the option is left out.
  const { secretKeyBase: _, ...bare } = plain;
  const written = (/** @type {any} */ options, /** @type {any} */ conn = undefined) => {
    const sessions = createSessions(options);
    const it = sessions.fetch("", conn);
    it.put("a", 1);
    return sentBack(sessions.commit(it));
  };
  const reads = (/** @type {any} */ options, /** @type {string} */ cookie, /** @type {any} */ conn = undefined) =>
    createSessions(options).fetch(cookie, conn).get("a") === 1;

  await test("an old secret reads; what is written is under the new one", () => {
    const old = written(plain);
    const options = { ...plain, secretKeyBase: other, rotatingOptions: [{ secretKeyBase, signingSalt: plain.signingSalt }] };
    equal(reads({ ...options, rotatingOptions: [] }, old), false, "without rotation");
    equal(reads(options, old), true, "with rotation");
    const sessions = createSessions(options);
    const it = sessions.fetch(old);
    equal(sessions.commit(it), undefined, "reading rewrites nothing");
    const again = sessions.fetch(old);
    again.put("b", 2);
    const cookie = sentBack(sessions.commit(again));
    equal(reads(plain, cookie), false, "under the old secret");
    equal(reads({ ...plain, secretKeyBase: other }, cookie), true, "under the new secret");
  });
  await test("entries are tried in their order, each with defaults of its own", () => {
    const old = written({ ...plain, keyDigest: "sha512", keyIterations: 7 });
    const entry = { secretKeyBase, signingSalt: plain.signingSalt };
    const options = { ...plain, signingSalt: "new", keyDigest: "sha512", keyIterations: 7 };
    equal(reads({ ...options, rotatingOptions: [entry] }, old), false, "the primary's digest is not an entry's");
    equal(
      reads(
        {
          ...options,
          rotatingOptions: [
            { ...entry, signingSalt: "x" },
            { ...entry, keyDigest: "sha512", keyIterations: 7 },
          ],
        },
        old,
      ),
      true,
      "the second entry",
    );
  });
  await test("from signed to encrypted and back", () => {
    const signed = plain;
    const encrypted = { ...plain, encryptionSalt: "an encryption salt" };
    for (const [from, to] of [
      [signed, encrypted],
      [encrypted, signed],
    ]) {
      const cookie = written(from);
      equal(reads(to, cookie), false, "without rotation");
      const { store, key, log, ...entry } = from;
      equal(reads({ ...to, rotatingOptions: [entry] }, cookie), true, "with rotation");
    }
  });
  await test("an entry may be all of what the old options were: its serializer and log are not used, as in Plug", () => {
    const serializer = { encode: JSON.stringify, decode: JSON.parse };
    const before = { ...plain, serializer, log: () => {} };
    const cookie = written(before);
    for (const store of ["cookie", waxseal.CookieStore])
      equal(reads({ ...plain, secretKeyBase: other, serializer: "json", rotatingOptions: [{ ...before, store }] }, cookie), true, "a whole set of options");
  });
  await test("a rotating entry without a secret uses conn's", () => {
    const old = written({ ...plain, signingSalt: "old" });
    const rotatingOptions = [{ signingSalt: "old" }];
    equal(reads({ ...bare, rotatingOptions }, old, { secretKeyBase }), true, "conn's secret");
    equal(reads({ ...plain, rotatingOptions }, old), true, "the primary's, where conn has none");
    equal(
      reads({ ...plain, secretKeyBase: other, rotatingOptions }, old, { secretKeyBase }),
      true,
      "conn's before the primary's",
    );
    equal(
      reads({ ...bare, rotatingOptions: [{ signingSalt: "old", secretKeyBase }] }, old, {
        secretKeyBase: other,
      }),
      true,
      "its own before conn's",
    );
  });
  await test("signingKey and encryptionKey, derived beforehand, need no secret", async () => {
    const derive = (/** @type {string} */ salt) => crypto.KeyGenerator.generate(secretKeyBase, salt);
    const [signingKey, encryptionKey] = [derive(plain.signingSalt), derive("an encryption salt")];
    const bare = { store: "cookie", key: plain.key, log: false };
    equal(written({ ...bare, signingKey }), written(plain), "signed, with a key");
    equal(reads({ ...bare, signingKey }, written(plain)), true, "Phoenix to edge");
    const encrypted = { ...plain, encryptionSalt: "an encryption salt" };
    equal(reads({ ...bare, signingKey, encryptionKey }, written(encrypted)), true, "encrypted, Phoenix to edge");
    equal(reads(encrypted, written({ ...bare, encryptionKey })), true, "encrypted, edge to Phoenix");
    equal(
      reads({ ...bare, signingSalt: "x", secretKeyBase: other, rotatingOptions: [{ signingKey }] }, written(plain)),
      true,
      "in a rotating entry",
    );
    await fails(() => createSessions(bare), "ERR_CONFIG", "neither keys nor salts");
  });
  await test("a session of one secret is nobody's under another", () => {
    const sessions = createSessions({ ...bare });
    const cookies = [secretKeyBase, other].map((secret) =>
      written({ ...bare }, { secretKeyBase: secret }),
    );
    for (let round = 0; round < 3; round++) {
      [secretKeyBase, other].forEach((secret, index) => {
        equal(sessions.fetch(cookies[index], { secretKeyBase: secret }).get("a"), 1, "its own secret");
        equal(sessions.fetch(cookies[1 - index], { secretKeyBase: secret }).has("a"), false, "the other secret");
      });
    }
    const [one, two] = [secretKeyBase, other].map((secret) => sessions.fetch("", { secretKeyBase: secret }));
    one.put("a", 1);
    two.put("a", 1);
    equal(sentBack(sessions.commit(one)), cookies[0], "two requests at once, the first");
    equal(sentBack(sessions.commit(two)), cookies[1], "two requests at once, the second");
  });
  await test("a connection's secret is its own, however many configurations there are", async () => {
    // At each one: whatever is remembered of so many, it is forgotten at one of them.
    for (let at = 0; at < 5000; at += 1) {
      const sessions = createSessions({ ...bare, key: `k${at}` });
      const it = sessions.fetch("", { secretKeyBase }).put("a", 1);
      await fails(() => sessions.commit(sessions.fetch("").put("a", 1)), "ERR_CONFIG", `the ${at}th, without a secret after one with it`);
      if (at % 500 === 0) equal(sessions.fetch(sentBack(sessions.commit(it)), { secretKeyBase }).get("a"), 1, "with it, after one without");
    }
  });
  await test("HS384 and HS512 of the same key are read, as Plug does", () => {
    const key = crypto.KeyGenerator.generate(secretKeyBase, plain.signingSalt);
    for (const digest of ["sha256", "sha384", "sha512"])
      equal(reads(plain, `_app_key=${crypto.MessageVerifier.sign(waxseal.term.encode({ a: 1 }), key, digest)}`), true, digest);
    ok(parts(`${written(plain)};`).value.startsWith("SFMyNTY."), "and HS256 is written");
  });
}
