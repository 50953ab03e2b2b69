// @ts-check
// Plug.Session.Store's contract as tests, for the stores of this package and for one's own.

import { ConfigError } from "../border/errors.js";
import { kindOf, readOptions } from "../border/options.js";
import { check, hasMethods, kind, sameData } from "./check.js";

/** @typedef {import("../index.d.ts").SessionStore} SessionStore */
/** @typedef {{ name: string, run: () => Promise<void> }} Test */

/** What every serializer can carry. */
const SESSION = { user: 42, name: "Ada", "": "empty key", nested: { list: [1, "two", null, true, false, 2.5], empty: {} } };

/** @typedef {{ store: SessionStore, options?: any, conn?: import("../index.d.ts").Conn, unknown?: string, inCookie?: boolean }} Made */

/** @param {() => Made | Promise<Made>} makeStore called once for each test @returns {Test[]} */
export function storeSuite(makeStore) {
  if (typeof makeStore !== "function") throw new ConfigError(`storeSuite: makeStore: got ${kindOf(makeStore)}, takes a function that gives { store }`);
  /** @type {Test[]} */
  const tests = [];
  const test = (/** @type {string} */ name, /** @type {(store: Awaited<ReturnType<typeof bind>>) => Promise<void>} */ body) => {
    tests.push({ name, run: async () => body(await bind(await makeStore())) });
  };

  test("a session put under no sid gets a cookie, and is read by it", async ({ put, get }) => {
    const cookie = await put(null, SESSION);
    check(typeof cookie === "string" && cookie !== "", `put gives the cookie's value, got ${kind(cookie)}`);
    check(/^[!#-+\--:<-[\]-~]*$/.test(cookie), "the cookie's value has no character that a cookie can't have");
    const [sid, session] = await get(cookie);
    check(sid !== null && sid !== undefined, "get gives a sid");
    sameData(session, SESSION, "the session");
  });
  test("an empty session is a session", async ({ put, get }) => {
    const [sid, session] = await get(await put(null, {}));
    check(sid !== null && sid !== undefined, "get gives a sid");
    sameData(session, {}, "the session");
  });
  for (const [name, value] of Object.entries({ number: -7, text: "gr\u00fc\u00df \u{1f36a}", truth: false, nothing: null, list: [[], [1]], object: { a: { b: 1 } } })) {
    test(`a value of each kind comes back: ${name}`, async ({ put, get }) => {
      const [, session] = await get(await put(null, { value }));
      sameData(session, { value }, "the session");
    });
  }
  test("put under a sid that get gave replaces the whole session", async ({ put, get }) => {
    const first = await put(null, { a: 1, b: 2 });
    const [sid] = await get(first);
    const second = await put(sid, { b: 3 });
    sameData((await get(second))[1], { b: 3 }, "the session by the new cookie");
  });
  test("two sessions under no sid are two", async ({ put, get }) => {
    const [one, two] = [await put(null, { name: "one" }), await put(null, { name: "two" })];
    check(one !== two, "they have different cookies");
    sameData((await get(one))[1], { name: "one" }, "the first");
    sameData((await get(two))[1], { name: "two" }, "the second");
  });
  test("what is no cookie of this store's identifies nothing", async ({ get, unknown }) => {
    for (const cookie of [unknown, "", "x", "attacker-chosen", "A".repeat(43), "A".repeat(5000), "__proto__", "../../etc"]) {
      const [sid, session] = await get(cookie);
      check(sid === null, `the sid is null for ${cookie.slice(0, 20)}, got ${kind(sid)}`);
      sameData(session, {}, "the session is empty");
    }
  });
  test("a cookie that was changed identifies nothing", async ({ put, get }) => {
    const cookie = await put(null, SESSION);
    for (const at of [0, cookie.length >> 1, cookie.length - 2]) {
      const changed = cookie.slice(0, at) + (cookie[at] === "A" ? "B" : "A") + cookie.slice(at + 1);
      check((await get(changed))[0] === null, `the sid is null with character ${at} changed`);
    }
  });
  test("a sid that the store did not make is never taken", async ({ put, get, unknown }) => {
    for (const chosen of [unknown, "attacker-chosen"]) {
      for (const sid of [(await get(chosen))[0], chosen]) {
        const cookie = await put(sid, { mine: true });
        check(cookie !== chosen, "put gives another cookie");
        sameData((await get(chosen))[1], {}, "the session under the chosen one");
        sameData((await get(cookie))[1], { mine: true }, "the session under the new one");
      }
    }
  });
  test("delete: a server's store forgets the session; twice is no error; no sid neither", async ({ put, get, remove, keeps }) => {
    const cookie = await put(null, SESSION);
    const [sid] = await get(cookie);
    await remove(sid);
    await remove(sid);
    await remove(null);
    if (!keeps) return check((await get(cookie))[0] !== undefined, "get answers still");
    const [after, session] = await get(cookie);
    check(after === null, "the sid is null");
    sameData(session, {}, "the session is empty");
  });
  return tests;
}

const NAMES = ["store", "options", "conn", "unknown", "inCookie"];

/** A store with its options and its connection at hand. @param {Made} given */
async function bind(given) {
  if (typeof (/** @type {any} */ (given)?.init) === "function") throw new ConfigError("storeSuite: makeStore: gave a store by itself, is to give { store }");
  const { store, options, conn = {}, unknown = "B".repeat(43), inCookie = false } = /** @type {Made} */ (readOptions("storeSuite", given, NAMES));
  hasMethods("the store that was made", store, ["init", "get", "put", "delete"]);
  const made = await store.init(options);
  return {
    unknown,
    keeps: !inCookie,
    /** @param {string} cookie @returns {Promise<[unknown, any]>} */
    async get(cookie) {
      const answer = await store.get(conn, cookie, made);
      check(Array.isArray(answer) && answer.length === 2, "get gives [sid, session]");
      check(answer[0] !== undefined, "the sid of no session is null, not undefined");
      check(answer[1] !== null && typeof answer[1] === "object", "the session is an object or a Map");
      return answer;
    },
    /** @param {unknown} sid @param {object} session */
    put: async (sid, session) => store.put(conn, sid, session, made),
    /** @param {unknown} sid */
    remove: async (sid) => store.delete(conn, sid, made),
  };
}
