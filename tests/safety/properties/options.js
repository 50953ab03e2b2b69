// @ts-check
// Options and connections: refused at once with nothing of them shown, or good for a session.

import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { CookieStore, KvStore, createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { Cookie } from "tough-cookie";
import { anything, mustBe, text, tried, triedLater } from "./hostile.js";

export const SECRET = "0123456789abcdef".repeat(4);
export const OPTIONS = /** @type {const} */ ({ store: "cookie", key: "_k", secretKeyBase: SECRET, signingSalt: "salt", log: false });

const NAMES = [
  "key", "domain", "maxAge", "path", "secure", "httpOnly", "sameSite", "extra", "partitioned", "priority", "secretKeyBase", "signingSalt", "encryptionSalt", "signingKey",
  "encryptionKey", "keyLength", "keyDigest", "rotatingOptions", "serializer", "otp", "log", "idleTimeout", "maxLifetime", "prefix", "timeout", "kv", "store",
];
const MARK = "tells-what-nobody-may-see";

/** Values that are right for some option. */
const good = fc.constantFrom(
  "Lax", "None", "/", "/app", "example.com", "High", true, false, null, 0, 1, 60, 25, 26, 32, "sha256", "json", "__Host-k", new Uint8Array(32), [], [{ signingSalt: "old" }], `${MARK}${MARK}${MARK}`,
);
const given = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(good.map((value) => () => value), anything), { maxKeys: 4, noNullPrototype: true });

/** @param {any} error */
function mustTellNothing(error) {
  if (`${error?.message}${error?.stack}${JSON.stringify(error)}`.includes(MARK)) throw new Error(`shows a value: ${error.message}`);
}

/** Attributes as people write them: any text. */
const attributes = fc.record({
  domain: fc.oneof(fc.domain(), text), path: fc.oneof(fc.webPath({ size: "small" }), text), sameSite: fc.constantFrom("Strict", "Lax", "None"), priority: fc.constantFrom("Low", "High"),
  maxAge: fc.oneof(fc.integer({ min: -10, max: 34_560_000 }), fc.maxSafeInteger()), secure: fc.boolean(), httpOnly: fc.boolean(), partitioned: fc.boolean(), key: fc.oneof(fc.constantFrom("_k", "__Host-k", "__secure-k"), text),
}, { requiredKeys: [] });

/** @type {[string, () => fc.IRawProperty<any>][]} */
export const OPTION_PROPERTIES = [
  ["any options: sessions that read what they write, or a ConfigError that shows nothing", () => fc.asyncProperty(given, fc.constantFrom("cookie", "memory", "kv"), async (makers, store) => {
    const more = /** @type {any} */ (Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, make()])));
    const base = store === "cookie" ? OPTIONS : { store, key: "_k", log: false, ...(store === "kv" ? { kv: memoryKV() } : {}) };
    const created = tried(() => createSessions(/** @type {any} */ ({ ...base, ...more })));
    if (created.failed) {
      mustTellNothing(created.error);
      return mustBe(created.error, "ERR_CONFIG");
    }
    const sessions = created.value;
    const round = await triedLater(async () => {
      const header = await sessions.commit((await sessions.fetch("")).put("a", 1));
      return (await sessions.fetch(header.split(";")[0])).get("a");
    });
    // A key that can only read, a prototype for an adapter: told of when it is needed.
    if (round.failed) {
      mustTellNothing(round.error);
      return mustBe(round.error, "ERR_CONFIG", "ERR_STORE", "ERR_COOKIE_OVERFLOW", "ERR_ENCODE");
    }
    if (!(Number(more.maxAge) <= 0 || more.serializer || more.kv || typeof more.store === "object")) deepStrictEqual(round.value, 1);
  })],
  ["anything where options go: a ConfigError", () => fc.property(anything, (make) => {
    const value = /** @type {any} */ (make());
    const sessions = /** @type {any} */ (createSessions(OPTIONS));
    for (const run of [() => createSessions(value), () => CookieStore.init(value), () => KvStore.init(value), () => sessions.handle(value), () => sessions.handle(() => {}, value), () => sessions.fetch("", value), () => sessions.lazy("", value)]) {
      const { failed, error } = tried(run);
      if (failed) mustBe(error, "ERR_CONFIG");
    }
  })],
  ["any attributes: one cookie as meant, as tough-cookie reads it, or a ConfigError", () => fc.property(attributes, (more) => {
    const created = tried(() => createSessions({ ...OPTIONS, ...more }));
    if (created.failed) return mustBe(created.error, "ERR_CONFIG");
    const committed = tried(() => created.value.commit(created.value.fetch("").put("a", 1)));
    if (committed.failed) return mustBe(committed.error, "ERR_COOKIE_OVERFLOW", "ERR_CONFIG");
    const header = committed.value;
    if (/[\0-\x1f\x7f]/.test(header)) throw new Error(`a control character in ${JSON.stringify(header)}`);
    const cookie = Cookie.parse(header);
    if (!cookie) throw new Error(`no cookie: ${JSON.stringify(header)}`);
    deepStrictEqual(cookie.key, Buffer.from(more.key ?? "_k").toString("latin1").trim());
    const bytes = (/** @type {string | undefined} */ given) => given === undefined || /^[\0-\xff]*$/.test(given) ? given : undefined;
    const seen = { path: cookie.path ?? undefined, httpOnly: cookie.httpOnly, maxAge: cookie.maxAge ?? undefined, sameSite: cookie.sameSite };
    const trimmed = (more.path ?? "/").trim();
    deepStrictEqual(seen, {
      path: bytes(more.path) === undefined && more.path !== undefined ? seen.path : trimmed.startsWith("/") ? trimmed : undefined,
      httpOnly: more.httpOnly ?? true, maxAge: more.maxAge, sameSite: more.sameSite?.toLowerCase(),
    });
    if (header.split(";").filter((part) => /^\s*(?:secure|httponly|partitioned)\s*$/i.test(part)).length > 3) throw new Error(`an attribute twice: ${header}`);
    if (/^__(host|secure)-/i.test(cookie.key) && !cookie.secure) throw new Error(`not secure: ${header}`);
  })],
  ["a session of one secret is nobody's under another, whatever conn says of the rest", () => fc.property(fc.string({ minLength: 64, maxLength: 70 }), fc.string({ minLength: 64, maxLength: 70 }), fc.boolean(), (one, other, isEncrypted) => {
    const sessions = /** @type {any} */ (createSessions({ store: "cookie", key: "_k", signingSalt: "salt", log: false, ...(isEncrypted ? { encryptionSalt: "other" } : {}) }));
    const cookie = sessions.commit(sessions.fetch("", { secretKeyBase: one }).put("a", 1)).split(";")[0];
    deepStrictEqual(sessions.fetch(cookie, { secretKeyBase: one }).get("a"), 1);
    deepStrictEqual(sessions.fetch(cookie, { secretKeyBase: other }).get("a"), one === other ? 1 : undefined);
  })],
];
