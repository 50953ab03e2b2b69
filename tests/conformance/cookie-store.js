// @ts-check
// Plug.Session.COOKIE against real Plug's outcomes: each case through the store's contract and through a whole request.

import { agrees, make } from "./tagged.js";
import { equal, fails, ok } from "./check.js";
import { fromBase64, fromHex, headerText } from "./bytes.js";
import { connOf, given, sessionOptions, storeOptions } from "./config.js";
import { parts } from "./cookie.js";

/** @param {any} test @param {any} waxseal @param {any[]} cases @param {any} differences */
export async function cookieStore(test, waxseal, cases, differences) {
  for (const vector of cases) {
    const differs = differences.of("cookie_store", vector.name);
    for (const form of /** @type {const} */ (["bytes", "text"])) {
      if (vector.op === "read") await test(vector.name, () => read(waxseal, vector, form, differs));
      else for (const otp of [25, undefined, 26]) await test(vector.name, () => write(waxseal, vector, form, otp, differs));
    }
  }
}

/** Of `{"a":1,"a":2}`. */
const FIRST = { t: "map", v: [[{ t: "bin", text: "a" }, { t: "int", v: "1" }]] };

/** @param {any} waxseal @param {any} vector @param {"text" | "bytes"} form @param {string | undefined} differs */
async function read(waxseal, vector, form, differs) {
  const conn = connOf(vector.config, form);
  const cookie = headerText(vector.cookie_b64);
  const { CookieStore } = waxseal;
  const get = () => CookieStore.get(conn, cookie, CookieStore.init(storeOptions(vector.config, form)));
  const open = () => waxseal.createSessions(sessionOptions(vector.config, form));
  const fetch = () => open().fetch(`${vector.config.key}=${cookie}`, conn);
  if (differs === "config_error" || (vector.outcome === "raise" && !differs)) {
    // What the options alone show to be wrong is refused before any request.
    if (differs) await fails(open, "ERR_CONFIG", "createSessions");
    await fails(get, "ERR_CONFIG", "store.get");
    await fails(fetch, "ERR_CONFIG", "fetch");
    return;
  }
  const expected =
    differs === "no_session"
      ? { sid: null, session: EMPTY }
      : differs === "undecodable"
        ? { sid: "term", session: EMPTY }
        : differs === "first_of_a_name"
          ? { sid: vector.sid, session: FIRST }
          : vector;
  const [sid, session] = await get();
  equal(sid, expected.sid, "sid");
  agrees(waxseal.term, session, expected.session, "session of the store");
  const fetched = await fetch();
  agrees(waxseal.term, fetched.toObject(), expected.session, "session of the request");
  fetched.drop();
  const dropped = await open().commit(fetched);
  equal(dropped === undefined, expected.sid === null, "drop deletes what was verified, and only that");
}

/** @param {any} waxseal @param {any} vector @param {"text" | "bytes"} form @param {number | undefined} otp @param {string | undefined} differs */
async function write(waxseal, vector, form, otp, differs) {
  const conn = connOf(vector.config, form);
  const more = otp ? { otp } : {};
  // Where JavaScript can't make a term (a bitstring, an improper list), it puts the one that it read.
  const read =
    vector.plaintext_b64 && make(waxseal.term, vector.session) === undefined
      ? waxseal.term.decode(fromBase64(vector.plaintext_b64))
      : undefined;
  const values = read ?? make(waxseal.term, vector.session);
  const pairs = Object.entries(values);
  const commit = async () => {
    const sessions = waxseal.createSessions({ ...sessionOptions(vector.config, form), ...more });
    const session = await sessions.fetch("", conn);
    for (const [key, value] of pairs.toReversed()) session.put(key, value);
    if (pairs.length === 0) session.clear();
    return sessions.commit(session);
  };
  const { CookieStore } = waxseal;
  const put = () => CookieStore.put(conn, null, values, CookieStore.init({ ...storeOptions(vector.config, form), ...more }));
  if (vector.outcome === "raise") {
    if (differs === "config_error")
      await fails(() => waxseal.createSessions(sessionOptions(vector.config, form)), "ERR_CONFIG", "createSessions");
    await fails(commit, "ERR_CONFIG", "commit");
    await fails(put, "ERR_CONFIG", "store.put");
    return;
  }
  const expected = { ...vector, ...(otp === 25 ? {} : vector.otp27) };
  const header = await commit();
  const value = await put();
  keys(waxseal, vector);
  if (vector.mode === "signed") {
    equal(header, headerText(expected.set_cookie_b64), "Set-Cookie");
    if (otp === 25 || !vector.otp27) equal(value, headerText(vector.cookie_value_b64), "cookie of the store");
    equal(parts(header).value, value, "cookie of the store and of the request");
    return equal(
      waxseal.crypto.MessageVerifier.verify(value, fromHex(vector.derived_signing_key_hex)),
      fromBase64(expected.plaintext_b64),
      "payload",
    );
  }
  for (const sealed of [parts(header).value, value]) {
    const plaintext = waxseal.crypto.MessageEncryptor.decrypt(
      sealed,
      fromHex(vector.derived_encryption_key_hex),
      fromHex(vector.derived_signing_key_hex),
    );
    if (vector.session.v.length <= 32) equal(plaintext, fromBase64(expected.plaintext_b64), "plaintext");
    else agrees(waxseal.term, waxseal.term.decode(plaintext), vector.session, "plaintext");
  }
  for (const sample of vector.samples) {
    const theirs = headerText(sample.set_cookie_b64);
    equal(parts(header).name + parts(header).attributes, parts(theirs).name + parts(theirs).attributes, "attributes");
    if (otp === 25 || !vector.otp27) equal(header.length, theirs.length, "length of the header");
    const sessions = waxseal.createSessions(sessionOptions(vector.config, form));
    agrees(waxseal.term, (await sessions.fetch(theirs.split(";")[0], conn)).toObject(), vector.session, "Plug's own cookie");
  }
}

/** @param {any} waxseal @param {any} vector */
function keys(waxseal, { config, derived_signing_key_hex, derived_encryption_key_hex }) {
  const options = given({ iterations: config.key_iterations, length: config.key_length, digest: config.key_digest });
  for (const [hex, salt] of [
    [derived_signing_key_hex, config.signing_salt_b64],
    [derived_encryption_key_hex, config.encryption_salt_b64],
  ]) {
    if (hex)
      equal(
        waxseal.crypto.KeyGenerator.generate(fromBase64(config.secret_key_base_b64), fromBase64(salt), options),
        fromHex(hex),
        "derived key",
      );
  }
  ok(derived_signing_key_hex, "a signing key");
}

const EMPTY = { t: "map", v: [] };
