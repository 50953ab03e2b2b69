// @ts-check
// Wrong options: ConfigError when createSessions runs, with the option's name and what it takes, and never a secret.

import { equal, fails, ok } from "../check.js";
import { plainConfig } from "../cookie.js";

const SECRET = "a-secret-that-must-not-be-seen-".repeat(3);
const good = { ...plainConfig.sessions, secretKeyBase: SECRET, signingSalt: "a-salt-that-must-not-be-seen" };
const bytes = (/** @type {number} */ length) => new Uint8Array(length).fill(9);

/** The option that is wrong, what is wrong about it, and what the message must say it takes. @type {[string, Record<string, any>, RegExp][]} */
const WRONG = [
  ["key", { key: undefined }, /name/], ["key", { key: "" }, /letters/], ["key", { key: 5 }, /name/], ["key", { key: "a b" }, /letters/], ["key", { key: "a;b" }, /letters/],
  ["key", { key: "a=b" }, /letters/], ["key", { key: "a\r\nb" }, /letters/], ["key", { key: "a,b" }, /letters/],
  ["store", { store: undefined }, /cookie/], ["store", { store: "redis" }, /cookie.*memory|memory.*cookie/], ["store", { store: {} }, /init|get|put|delete/], ["store", { store: 5 }, /cookie/],
  ["secretKeyBase", { secretKeyBase: SECRET.slice(0, 63) }, /64/], ["secretKeyBase", { secretKeyBase: "" }, /64/], ["secretKeyBase", { secretKeyBase: 12345 }, /string|bytes/], ["secretKeyBase", { secretKeyBase: bytes(63) }, /64/],
  ["signingSalt", { signingSalt: undefined }, /salt|string/], ["signingSalt", { signingSalt: 5 }, /string|bytes/], ["signingSalt", { signingSalt: ["salt"] }, /string|bytes/],
  ["encryptionSalt", { encryptionSalt: true }, /string|bytes/],
  ["keyIterations", { keyIterations: 0 }, /at least 1|1/], ["keyIterations", { keyIterations: -5 }, /1/], ["keyIterations", { keyIterations: 1.5 }, /whole/], ["keyIterations", { keyIterations: "1000" }, /whole/], ["keyIterations", { keyIterations: NaN }, /whole|NaN/],
  ["keyLength", { keyLength: 0 }, /1/], ["keyLength", { keyLength: 31, encryptionSalt: "s" }, /32/], ["keyLength", { keyLength: 64, encryptionSalt: "s" }, /32/],
  ["keyDigest", { keyDigest: "md5" }, /sha256/], ["keyDigest", { keyDigest: "SHA256" }, /sha256/], ["keyDigest", { keyDigest: 256 }, /sha256/],
  ["serializer", { serializer: "a string" }, /json/], ["serializer", { serializer: {} }, /encode/], ["serializer", { serializer: { encode() {} } }, /decode/], ["serializer", { serializer: () => {} }, /encode|json/],
  ["log", { log: "loud" }, /debug/], ["log", { log: 5 }, /debug|function/],
  ["rotatingOptions", { rotatingOptions: {} }, /list/], ["rotatingOptions", { rotatingOptions: "old" }, /list/], ["rotatingOptions[1]", { rotatingOptions: [{ signingSalt: "s" }, 5] }, /object/],
  ["rotatingOptions[0].signingSalt", { rotatingOptions: [{ secretKeyBase: SECRET }] }, /string|bytes/], ["rotatingOptions[0].secretKeyBase", { rotatingOptions: [{ secretKeyBase: "short", signingSalt: "s" }] }, /64/],
  ["rotatingOptions[0].keyDigest", { rotatingOptions: [{ signingSalt: "s", keyDigest: "md5" }] }, /sha256/],
  ["maxAge", { maxAge: "3600" }, /seconds/], ["maxAge", { maxAge: -1 }, /seconds/], ["maxAge", { maxAge: 1.5 }, /seconds/], ["maxAge", { maxAge: Infinity }, /seconds|infinite/],
  ["secure", { secure: "yes" }, /true/], ["httpOnly", { httpOnly: 1 }, /true/],
  ["path", { path: "/a;b" }, /;|control/], ["path", { path: "/\u0007" }, /control/], ["path", { path: 5 }, /path/], ["domain", { domain: "https://example.com" }, /host/], ["domain", { domain: "a.com; secure" }, /;|host/],
  ["sameSite", { sameSite: "Lax; x" }, /;|control|Lax/], ["sameSite", { sameSite: 5 }, /Lax/], ["sameSite", { sameSite: "None", secure: false }, /secure/],
  ["extra", { extra: "a\r\nSet-Cookie: x=y" }, /control/], ["extra", { extra: 5 }, /attribute/],
  ["partitioned", { partitioned: true, secure: false }, /secure/], ["partitioned", { partitioned: "yes" }, /true/], ["priority", { priority: "Urgent" }, /High/],
  ["key", { key: "__Host-s", domain: "example.com" }, /domain/], ["key", { key: "__Host-s", path: "/app" }, /path/], ["key", { key: "__Host-s", secure: false }, /secure/], ["key", { key: "__Secure-s", secure: false }, /secure/],
  ["signingKey", { signingKey: bytes(8) }, /16/], ["signingKey", { signingKey: 5 }, /bytes/], ["encryptionKey", { encryptionKey: bytes(31) }, /32/],
  ["otp", { otp: 24 }, /25/], ["otp", { otp: "26" }, /25/],
  ["max_age", { max_age: 60 }, /maxAge/], ["http_only", { http_only: false }, /httpOnly/], ["signing_salt", { signing_salt: "s" }, /signingSalt/], ["samesite", { samesite: "Lax" }, /sameSite/], ["maxage", { maxage: 5 }, /maxAge/],
];

/** @param {any} test @param {any} waxseal */
export async function config(test, waxseal) {
  const { createSessions, ConfigError, CookieStore } = waxseal;
  for (const [option, wrong, takes] of WRONG) {
    const shown = JSON.stringify(wrong, (_, value) => (typeof value === "string" && value.length > 30 ? "…" : value));
    await test(`${option}: ${shown}`, async () => {
      const error = await fails(() => createSessions({ ...good, ...wrong }), "ERR_CONFIG", "createSessions");
      ok(error instanceof ConfigError, "class");
      ok(names(error.message, option), `"${error.message}" does not name ${option}`);
      ok(takes.test(error.message), `"${error.message}" does not say what it takes: ${takes}`);
      keepsSecrets(error);
    });
  }
  await test("no options", async () => {
    for (const wrong of [undefined, null, 5, "cookie", [], () => {}]) await fails(() => createSessions(wrong), "ERR_CONFIG", `createSessions(${String(wrong)})`);
    for (const wrong of [undefined, null, 5, []]) await fails(() => CookieStore.init(wrong), "ERR_CONFIG", `CookieStore.init(${String(wrong)})`);
  });
  await test("options that would break the header", async () => {
    for (const name of ["key", "path", "domain", "sameSite", "extra"]) {
      for (const text of ["a\r\nSet-Cookie: x=y", "a\0b", "a\tb", "a\u007fb"]) await fails(() => createSessions({ ...good, [name]: text }), "ERR_CONFIG", `${name}: ${JSON.stringify(text)}`);
    }
  });
  await test("a secret is asked for when it is needed, and not before", async () => {
    const { secretKeyBase, ...options } = good;
    const sessions = createSessions(options);
    equal(sessions.commit(sessions.fetch("")), undefined, "no cookie and no write");
    const it = sessions.fetch("", { scheme: "https" });
    it.put("a", 1);
    for (const conn of [undefined, {}, { secretKeyBase: "short" }, { secretKeyBase: bytes(63) }]) {
      const error = await fails(() => sessions.fetch(`${good.key}=SFMyNTY.g3QAAAAA.x`, conn), "ERR_CONFIG", "fetch");
      ok(error.message.includes("secretKeyBase") && /64/.test(error.message), error.message);
    }
    keepsSecrets(await fails(() => sessions.commit(it), "ERR_CONFIG", "commit"));
    for (const conn of [5, "conn", { scheme: "ftp" }, { secretKeyBase: 5 }]) await fails(() => sessions.fetch(`${good.key}=a`, conn), "ERR_CONFIG", `conn ${JSON.stringify(conn)}`);
  });
  await test("undefined is not given; null is Plug's nil", () => {
    const header = (/** @type {Record<string, any>} */ more) => {
      const sessions = createSessions({ ...good, ...more });
      const it = sessions.fetch("", { scheme: "https" });
      it.put("a", 1);
      const text = sessions.commit(it);
      return text.slice(text.indexOf(";"));
    };
    const names = ["domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority", "encryptionSalt", "keyIterations", "keyLength", "keyDigest", "serializer", "rotatingOptions", "signingKey", "encryptionKey", "otp"];
    equal(header(Object.fromEntries(names.map((name) => [name, undefined]))), "; path=/; secure; HttpOnly", "undefined");
    equal(header({ domain: null, maxAge: null, sameSite: null, extra: null }), "; path=/; secure; HttpOnly", "null where nil is the default");
    equal(header({ path: null, secure: null, httpOnly: null }), "; path=", "null where it is not");
  });
  await test("options are read once", () => {
    const options = { ...good };
    const sessions = createSessions(options);
    options.key = "another";
    options.signingSalt = "another";
    const it = sessions.fetch("");
    it.put("a", 1);
    ok(sessions.commit(it).startsWith("_app_key="), "a change of the options afterwards");
  });
}

/** Whether the option is named by itself, not in another word. @param {string} message @param {string} option */
function names(message, option) {
  const at = message.indexOf(option);
  return at >= 0 && !/\w/.test(message[at - 1] ?? "") && !/\w/.test(message[at + option.length] ?? "");
}

/** @param {any} error */
function keepsSecrets(error) {
  const shown = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join(" ");
  ok(!/must-not-be-seen/.test(shown), `a secret is in ${shown}`);
}
