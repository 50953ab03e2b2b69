// @ts-check
// Options of the key-value store, and what is no adapter: ConfigError at once, by its name.

import { equal, fails, ok } from "../check.js";

const capabilities = { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1000 };
const kv = { capabilities, get: () => null, put: () => true, delete() {} };

/** @type {[string, Record<string, any>, RegExp][]} */
const WRONG = [
  ...["idleTimeout", "maxLifetime", "prefix", "timeout", "domain"].map((name) => /** @type {[string, Record<string, any>, RegExp]} */ ([name, { [name]: undefined }, /undefined.*leave it out/])),
  ...[0, -1, 1.5, "60", 2 ** 31, 2 ** 32, NaN, Infinity].flatMap((wrong) =>
    ["idleTimeout", "maxLifetime"].map((name) => /** @type {[string, Record<string, any>, RegExp]} */ ([name, { [name]: wrong }, /from 1 to 2147483647|NaN|infinite/])),
  ),
  ...[0, -1, 1.5, "60", 2 ** 31, NaN, Infinity, null].map((wrong) => /** @type {[string, Record<string, any>, RegExp]} */ (["timeout", { timeout: wrong }, /milliseconds/])),
  ...["", "A", "a/b", "a".repeat(17), 5].map((wrong) => /** @type {[string, Record<string, any>, RegExp]} */ (["prefix", { prefix: wrong }, /16 lower-case/])),
  ["idleTimeout", { idleTimeout: 100, maxLifetime: 10 }, /at most maxLifetime/],
  ["idle_timeout", { idle_timeout: 60 }, /idleTimeout/],
  ["maxlifetime", { maxlifetime: 60 }, /maxLifetime/],
  ["secretKeyBase", { secretKeyBase: "s".repeat(64) }, /"cookie"/],
  ["encryptionSalt", { encryptionSalt: "s" }, /"cookie"/],
  ["ttl", { ttl: 60 }, /idleTimeout/],
  ["idleTimout", { idleTimout: 60 }, /idleTimeout/],
  ["otp", { otp: 24 }, /25/],
  ["secure", { secure: "yes" }, /true/],
  ["key", { key: "__host-s", domain: "example.com" }, /domain/],
  ...[null].map((wrong) => /** @type {[string, Record<string, any>, RegExp]} */ (["kv", { kv: wrong }, /got nothing, takes an adapter/])),
  ...[undefined, 5, "redis", {}, new Map()].map((wrong) => /** @type {[string, Record<string, any>, RegExp]} */ (["kv", { kv: wrong }, /adapter/])),
  ...["get", "put", "delete"].map((name) => /** @type {[string, Record<string, any>, RegExp]} */ (["kv", { kv: { ...kv, [name]: 5 } }, new RegExp(`${name}\\(\\)`)])),
  ...[undefined, null, {}, { ...capabilities, atomic: "yes" }, { ...capabilities, consistency: "weak" }, { ...capabilities, minTtl: -1 }, { ...capabilities, minTtl: NaN }, { ...capabilities, maxValue: 0 }].map(
    (wrong) => /** @type {[string, Record<string, any>, RegExp]} */ (["kv", { kv: { ...kv, capabilities: wrong } }, /capabilities/]),
  ),
];

/** @param {any} test @param {any} waxseal */
export async function kvOptions(test, waxseal) {
  const { createSessions, KvStore } = waxseal;
  for (const [option, wrong, takes] of WRONG) {
    await test(`${option}: ${takes} for ${JSON.stringify(wrong, (_, value) => (typeof value === "number" ? String(value) : value))}`, async () => {
      const error = await fails(() => createSessions({ store: "kv", key: "sid", kv, ...wrong }), "ERR_CONFIG", "createSessions");
      ok(error.message.includes(option) && takes.test(error.message), error.message);
      if (option !== "key" && option !== "secure") await fails(() => KvStore.init({ kv, ...wrong }), "ERR_CONFIG", "KvStore.init");
    });
  }
  await test("null is not given; an idle time over the lifetime is the lifetime", () => {
    for (const right of [{ idleTimeout: null }, { maxLifetime: null }, { prefix: null }, { maxLifetime: 10 }])
      equal(typeof createSessions({ store: "kv", key: "sid", kv, ...right }).fetch, "function", JSON.stringify(right));
  });
}
