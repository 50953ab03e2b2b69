// @ts-check
// Code of the user's that lies or fails: serializers, stores, adapters, logs. What comes of it is an error of ours, never another's session.

import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { Boom, anything, mustBe, plain, tried, triedLater } from "./hostile.js";
import { OPTIONS } from "./options.js";

/** What a function of the user's does: give something, throw it, or reject with it. */
const deed = fc.record({ how: fc.constantFrom("gives", "gives", "throws", "rejects", "later"), what: fc.oneof(anything, fc.constantFrom(true, false, null, undefined, new Boom("boom")).map((value) => () => value)) });

/** @param {{ how: string, what: () => any }} deed @returns {() => any} */
const done = ({ how, what }) => () => {
  if (how === "throws") throw what();
  if (how === "rejects") return Promise.reject(what());
  return how === "later" ? (async () => what())() : what();
};

/** @type {[string, () => fc.IRawProperty<any>][]} */
export const LIES = [
  ["a serializer that lies: no session, or an EncodeError", () => fc.property(deed, deed, (encode, decode) => {
    const promises = [encode, decode].filter(({ how }) => how === "rejects" || how === "later");
    // Nobody awaits what must be given at once.
    if (promises.length > 0) return;
    const sessions = /** @type {any} */ (createSessions({ ...OPTIONS, serializer: { encode: /** @type {any} */ (done(encode)), decode: done(decode) } }));
    const honest = /** @type {any} */ (createSessions({ ...OPTIONS, serializer: { encode: () => "payload", decode: () => ({}) } }));
    const cookie = honest.commit(honest.fetch("").put("a", 1)).split(";")[0];
    const read = tried(() => sessions.fetch(cookie).toObject());
    if (read.failed) throw new Error(`fetch: ${read.error?.stack ?? read.error}`);
    const written = tried(() => sessions.commit(sessions.fetch("").put("a", 1)));
    if (written.failed) mustBe(written.error, "ERR_ENCODE", "ERR_COOKIE_OVERFLOW");
  })],
  ["a store that lies: an error of ours, or a session", () => fc.asyncProperty(deed, deed, deed, fc.constantFrom("put", "renew", "drop", "nothing"), async (get, put, remove, action) => {
    const store = { init: () => ({}), get: done(get), put: done(put), delete: done(remove) };
    const sessions = /** @type {any} */ (createSessions({ store: /** @type {any} */ (store), key: "_k", log: false, timeout: 50 }));
    const ended = await triedLater(async () => {
      const it = await sessions.fetch("_k=a");
      if (action === "put") it.put("a", 1);
      if (action === "renew") it.renew();
      if (action === "drop") it.drop();
      it.toObject();
      const header = await sessions.commit(it);
      if (header !== undefined && /[\0-\x1f\x7f]/.test(header)) throw new Error(`a control character in ${JSON.stringify(header)}`);
    });
    if (ended.failed) mustBe(ended.error, "ERR_STORE", "ERR_CONFIG", "ERR_ENCODE", "ERR_COOKIE_OVERFLOW");
  })],
  ["an adapter that lies: a StoreError, or no session, and never one that is not its own", () => fc.asyncProperty(deed, deed, deed, fc.constantFrom("put", "renew", "drop", "nothing"), fc.boolean(), async (get, put, remove, action, atomic) => {
    const kv = { capabilities: { ...memoryKV().capabilities, atomic }, get: done(get), put: done(put), delete: done(remove) };
    const sessions = /** @type {any} */ (createSessions({ store: "kv", kv: /** @type {any} */ (kv), key: "_k", log: false, timeout: 50 }));
    const ended = await triedLater(async () => {
      const it = await sessions.fetch(`_k=${"A".repeat(43)}`);
      deepStrictEqual(it.toObject(), {});
      if (action === "put") it.put("a", 1);
      if (action === "renew") it.renew();
      if (action === "drop") it.drop();
      await sessions.commit(it);
    });
    if (ended.failed) mustBe(ended.error, "ERR_STORE", "ERR_CONFIG", "ERR_SESSION_INTERRUPTED");
  })],
  ["an adapter that gives one key's record for another's opens nothing", () => fc.asyncProperty(plain, plain, async (one, other) => {
    const kv = memoryKV();
    const sessions = /** @type {any} */ (createSessions({ store: "kv", kv, key: "_k", log: false }));
    const [first, second] = await Promise.all([one, other].map(async (value) => (await sessions.commit((await sessions.fetch("")).put("a", value))).split(";")[0]));
    const [[key], [otherKey]] = [...kv.entries()];
    const swapped = { ...kv, capabilities: kv.capabilities, put: kv.put, delete: kv.delete, get: (/** @type {string} */ asked) => kv.get(asked === key ? otherKey : key) };
    const own = /** @type {any} */ (createSessions({ store: "kv", kv: swapped, key: "_k", log: false }));
    for (const cookie of [first, second]) deepStrictEqual((await own.fetch(cookie)).toObject(), {});
  })],
  ["a log that lies or fails: the request is as without it", () => fc.property(deed, (deed) => {
    const sessions = /** @type {any} */ (createSessions({ ...OPTIONS, log: /** @type {any} */ (done(deed)) }));
    deepStrictEqual(sessions.fetch("_k=bad").put("a", 1).toObject(), { a: 1 });
  })],
];
