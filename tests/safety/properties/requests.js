// @ts-check
// Requests and responses, ours and those of other realms; a session's life against a model.

import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { anything, mustBe, plain, text, tried, triedLater } from "./hostile.js";
import { OPTIONS } from "./options.js";

const sessions = /** @type {any} */ (createSessions(OPTIONS));
const cookieOf = (/** @type {any} */ data) => sessions.commit(Object.entries(data).reduce((it, [key, value]) => it.put(key, value), sessions.fetch(""))).split(";")[0];
const GOOD = cookieOf({ user: "ada" });

const json = { encode: JSON.stringify, decode: (/** @type {any} */ payload) => JSON.parse(payload) };
const stores = () => /** @type {Record<string, any>} */ ({
  signed: createSessions(OPTIONS),
  encrypted: createSessions({ ...OPTIONS, encryptionSalt: "another salt" }),
  json: createSessions({ ...OPTIONS, serializer: "json" }),
  own: createSessions({ ...OPTIONS, serializer: json }),
  kv: createSessions({ store: "kv", key: "_k", kv: memoryKV(), log: false }),
});

/** What a request does: to a session, and to a model of it. @typedef {{ kind: string, key: string, value: any }} Step */
const step = fc.record({
  kind: fc.constantFrom("put", "put", "put", "delete", "clear", "renew", "drop", "ignore", "get"),
  key: fc.oneof(fc.constantFrom("a", "b", "c"), text.filter((key) => key !== "__proto__")), value: plain,
});

/** @param {Map<string, any>} before @param {Step[]} steps */
function model(before, steps) {
  const now = new Map(before);
  let done = "";
  let isWritten = false;
  for (const { kind, key, value } of steps) {
    if (kind === "put") now.set(key, value);
    if (kind === "delete") now.delete(key);
    if (kind === "clear") now.clear();
    if (kind === "put" || kind === "delete" || kind === "clear") isWritten = true;
    if (kind === "renew" || kind === "drop" || kind === "ignore") done = kind;
  }
  return { seen: now, kept: done === "drop" ? new Map() : done === "ignore" || !(isWritten || done) ? before : now };
}

/** @param {any} it @param {Step[]} steps */
function play(it, steps) {
  for (const { kind, key, value } of steps) {
    if (kind === "put") it.put(key, value);
    else if (kind === "delete" || kind === "get") it[kind](key);
    else it[kind]();
  }
}

const sorted = (/** @type {Iterable<[string, any]>} */ entries) => [...entries].sort(([one], [other]) => (one < other ? -1 : 1));

/** Headers of another realm: a class of its own over a plain map. */
class OtherHeaders {
  #all = new Map();
  /** @param {[string, string][]} entries */
  constructor(entries) {
    for (const [name, value] of entries) this.append(name, value);
  }

  /** @param {string} name @param {string} value */
  append(name, value) {
    this.#all.set(name.toLowerCase(), [...(this.#all.get(name.toLowerCase()) ?? []), value]);
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    this.#all.set(name.toLowerCase(), [value]);
  }

  get = (/** @type {string} */ name) => this.#all.get(name.toLowerCase())?.join(", ") ?? null;
  has = (/** @type {string} */ name) => this.#all.has(name.toLowerCase());
  delete = (/** @type {string} */ name) => void this.#all.delete(name.toLowerCase());
  getSetCookie = () => this.#all.get("set-cookie") ?? [];
}

const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f).map((code) => String.fromCharCode(code)), maxLength: 30 });
const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~\w]{1,12}$/);
const directive = fc.oneof(fc.constantFrom("public", "private", "no-store", "max-age=60", "s-maxage=10", "max-age=0", 'private="set-cookie"', "PUBLIC", ",", '"a, b"'), token);
const responseHeaders = fc.record({
  "cache-control": fc.array(directive, { maxLength: 4 }).map((all) => all.join(", ")),
  vary: fc.constantFrom("*", "Accept", "accept, COOKIE", "", "Accept-Encoding,"),
  "cdn-cache-control": fc.constantFrom("public", "max-age=5", "private"),
  "x-own": headerText.map((value) => value.trim()),
}, { requiredKeys: [] });
const setCookies = fc.array(fc.oneof(fc.tuple(token, headerText).map(([name, value]) => `${name}=${value}`.trim()), fc.constantFrom("_k=foreign; path=/", "_k=; Max-Age=0; path=/", `${GOOD}; path=/`, `${GOOD}; path=/app`, "other=1; path=/")), { maxLength: 4 });

/** @type {[string, () => fc.IRawProperty<any>][]} */
export const REQUESTS = [
  ["requests of one session are as a model has them, in every store", () => fc.asyncProperty(fc.constantFrom(...Object.keys(stores())), fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }), async (store, requests) => {
    const own = stores()[store];
    let cookie = "";
    let held = new Map();
    for (const steps of requests) {
      const it = await own.fetch(cookie);
      const { seen, kept } = model(held, steps);
      play(it, steps);
      deepStrictEqual(sorted(Object.entries(it.toObject())), sorted(seen));
      const committed = await triedLater(() => own.commit(it));
      if (committed.failed) return mustBe(committed.error, "ERR_COOKIE_OVERFLOW", "ERR_ENCODE");
      if (committed.value !== undefined) cookie = /max-age=0/i.test(committed.value) ? "" : committed.value.split(";")[0];
      held = kept;
      deepStrictEqual(sorted(Object.entries((await own.fetch(cookie)).toObject())), sorted(held));
    }
  })],
  ["anything for a request, a response, a session, a context: an error of ours, or what it is", () => fc.asyncProperty(anything, async (make) => {
    const value = /** @type {any} */ (make());
    const it = () => sessions.fetch("").put("a", 1);
    // A handler's answer is awaited, and of a Proxy that was revoked not even that can be done.
    if ((await triedLater(() => value)).failed) return;
    for (const run of [
      () => sessions.fetch(value), () => sessions.send(it(), value), () => sessions.forward(it(), value), () => sessions.commit(value), () => sessions.headers(it(), value),
      () => sessions.commit(it(), value), () => sessions.cookie(value), () => sessions.send(value, new Response("")), () => sessions.lazy(value), () => sessions.handle(() => value)(new Request("http://app.test/")),
    ]) {
      const { failed, error } = await triedLater(run);
      if (failed) mustBe(error, "ERR_CONFIG", "ERR_ENCODE");
    }
  })],
  ["any Cookie header: never an error, and a session only of what was sealed here", () => fc.property(
    fc.array(fc.oneof(headerText, fc.constant(GOOD), fc.tuple(fc.constantFrom("_k", "_K", " _k", "_k ", "\u00a0_k", "x"), headerText).map((pair) => pair.join("="))), { maxLength: 6 }), fc.constantFrom(";", "; ", ", "),
    (pairs, between) => {
      const header = pairs.join(between);
      const it = sessions.fetch(header);
      const first = header.split(";").map((pair) => pair.replace(/^[ \t]+/, "")).find((pair) => pair.startsWith("_k="));
      deepStrictEqual(it.get("user"), first !== undefined && first.replace(/ +$/, "") === GOOD ? "ada" : undefined);
    },
  )],
  ["a cookie with one character changed is no session, or the very same", () => fc.property(fc.nat(GOOD.length - 4), fc.integer({ min: 0x21, max: 0xff }), fc.boolean(), (at, code, isEncrypted) => {
    const own = isEncrypted ? stores().encrypted : sessions;
    const good = own.commit(own.fetch("").put("user", "ada")).split(";")[0];
    const changed = `${good.slice(0, 3 + at)}${String.fromCharCode(code)}${good.slice(4 + at)}`;
    const user = own.fetch(changed).get("user");
    // The unused bits of the last character, as in Plug.
    if (user !== undefined) deepStrictEqual([user, changed === good || at >= good.length - 6], ["ada", true]);
  })],
  ["send: one cookie of ours, kept from shared caches, varying by Cookie; other headers as they were", () => fc.asyncProperty(responseHeaders, setCookies, fc.boolean(), fc.constantFrom("put", "get", "nothing", "drop"), async (headers, cookies, isOther, action) => {
    const all = /** @type {[string, string][]} */ ([...Object.entries(headers), ...cookies.map((cookie) => ["set-cookie", cookie])]);
    const response = isOther ? { status: 200, headers: new OtherHeaders(all) } : new Response("", { headers: all });
    const before = response.headers.getSetCookie();
    const it = sessions.fetch(GOOD);
    if (action === "put") it.put("visits", 1);
    if (action === "get") it.get("user");
    if (action === "drop") it.drop();
    const sent = sessions.send(it, /** @type {any} */ (response));
    const after = sent.headers.getSetCookie();
    const isOurs = (/** @type {string} */ cookie) => /^\s*_k\s*=/.test(cookie) && !/path=\/app/.test(cookie);
    deepStrictEqual(after.filter((/** @type {string} */ cookie) => !isOurs(cookie)), before.filter((cookie) => !isOurs(cookie)));
    const vary = (sent.headers.get("vary") ?? "").toLowerCase();
    const caching = (sent.headers.get("cache-control") ?? "").toLowerCase();
    const sets = after.some(isOurs);
    if (sets && !/(?:^|,)\s*(?:private|no-store)\s*(?:,|$)/.test(caching)) throw new Error(`a cookie with Cache-Control: ${caching}`);
    if (sets && /public|max-age=5$/.test(sent.headers.get("cdn-cache-control") ?? "")) throw new Error("a cookie that a CDN may store");
    if ((sets || action !== "nothing") && !/\*|(?:^|,)\s*cookie\s*(?:,|$)/.test(vary)) throw new Error(`varies by ${vary}`);
    deepStrictEqual(sent.headers.get("x-own"), headers["x-own"] ?? null);
  })],
  ["forward: the bytes of other cookies as they came, ours as it is now", () => fc.property(fc.array(fc.tuple(token.filter((name) => name !== "_k"), headerText.map((value) => value.replace(/[;\s]/g, "") + "\u00a0")), { maxLength: 4 }), fc.constantFrom("put", "drop", "nothing"), (others, action) => {
    const pairs = others.map((pair) => pair.join("="));
    const request = new Request("http://app.test/", { headers: { cookie: [...pairs, GOOD].join("; ") } });
    const it = sessions.fetch(request);
    if (action === "put") it.put("visits", 1);
    if (action === "drop") it.drop();
    const cookies = (sessions.forward(it, request).headers.get("cookie") ?? "").split("; ").filter(Boolean);
    deepStrictEqual(cookies.filter((/** @type {string} */ pair) => !pair.startsWith("_k=")), pairs);
    deepStrictEqual(sessions.fetch(cookies.join("; ")).toObject(), { put: { user: "ada", visits: 1 }, drop: {}, nothing: { user: "ada" } }[action]);
  })],
];
