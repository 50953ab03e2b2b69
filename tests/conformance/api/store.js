// @ts-check
// The contract: CookieStore called by hand, and a store of the user's under createSessions.

import { equal, fails, ok } from "../check.js";
import { agrees } from "../tagged.js";
import { plainConfig, sentBack, signedCookie } from "../cookie.js";

/** A store that writes down what is asked of it. @param {any} answer what get gives @param {boolean} later */
function recording(answer, later) {
  const calls = /** @type {any[]} */ ([]);
  const give = (/** @type {any} */ value) => (later ? Promise.resolve(value) : value);
  const store = {
    init: (/** @type {any} */ options) => (calls.push(["init", options]), { initialised: options }),
    get: (/** @type {any} */ conn, /** @type {any} */ cookie, /** @type {any} */ options) => (calls.push(["get", conn, cookie, options]), give(answer)),
    put: (/** @type {any} */ conn, /** @type {any} */ sid, /** @type {any} */ session, /** @type {any} */ options) => (calls.push(["put", conn, sid, session, options]), give("new-cookie")),
    delete: (/** @type {any} */ conn, /** @type {any} */ sid, /** @type {any} */ options) => (calls.push(["delete", conn, sid, options]), give("ok")),
  };
  return { store, calls, names: () => calls.map(([name, , sid]) => (name === "put" || name === "delete" ? `${name}(${JSON.stringify(sid)})` : name)).join(" ") };
}

/** What is done to the session, with and without a sid. @type {[string, (session: any) => void, string, string][]} */
const TABLE = [
  ["nothing", () => {}, "", ""],
  ["a write", (it) => it.put("b", 1), 'put("the sid")', "put(null)"],
  ["clear", (it) => it.clear(), 'put("the sid")', "put(null)"],
  ["ignore", (it) => (it.put("b", 1), it.ignore()), "", ""],
  ["drop", (it) => (it.put("b", 1), it.drop()), 'delete("the sid")', ""],
  ["renew", (it) => it.renew(), 'put(null) delete("the sid")', "put(null)"],
];

/** @param {any} test @param {any} waxseal */
export async function store(test, waxseal) {
  const { createSessions, CookieStore } = waxseal;
  for (const later of [false, true]) {
    for (const [what, change, withSid, without] of TABLE) {
      for (const [sid, expected] of [["the sid", withSid], [null, without]]) {
        await test(`a store of the user's, ${later ? "awaited" : "at once"}: ${what}, ${sid ? "with" : "without"} a sid`, async () => {
          const { store: own, names } = recording([sid, { a: 1 }], later);
          const sessions = createSessions({ store: own, key: "own" });
          const it = await sessions.fetch("own=cookie");
          equal(it.get("a"), 1, "session");
          change(it);
          const header = await sessions.commit(it);
          equal(names(), `init get ${expected}`.trim(), "calls");
          equal(header, expected.includes("put") ? "own=new-cookie; path=/; HttpOnly" : expected ? "own=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly" : undefined, "Set-Cookie");
        });
      }
    }
  }
  await test("what a store is given", async () => {
    const { store: own, calls } = recording(["the sid", { a: 1 }], false);
    const sessions = createSessions({ store: own, key: "own", path: "/x", table: "t", signingSalt: "s" });
    const conn = { scheme: "https", extra: 1 };
    const it = await sessions.fetch("own=the cookie ", conn);
    it.put("b", [2]);
    await sessions.commit(it);
    const [[, options], [, getConn, cookie, getOptions], [, putConn, , session, putOptions]] = calls;
    equal(JSON.stringify(options), '{"table":"t","signingSalt":"s"}', "init: what is no cookie option");
    equal(getConn, conn, "get: conn itself");
    equal(cookie, "the cookie", "get: the raw value");
    equal(getOptions.initialised, options, "get: what init gave");
    equal(putConn, conn, "put: conn");
    equal(putOptions, getOptions, "put: options");
    equal(JSON.stringify(session), '{"a":1,"b":[2]}', "put: session");
  });
  await test("without the cookie a store is not asked; an empty one it is", async () => {
    for (const [header, expected] of [["", "init"], ["other=1", "init"], ["own=", "init get"], ["own", "init"]]) {
      const { store: own, names } = recording([null, {}], false);
      await createSessions({ store: own, key: "own" }).fetch(header);
      equal(names(), expected, `header "${header}"`);
    }
  });
  await test("a sid may be any term, and 0, false and \"\" are sids", async () => {
    for (const sid of [0, false, "", 1n, { id: 1 }, ["a"], Symbol.iterator, new Map()]) {
      const { store: own, calls } = recording([sid, {}], false);
      const sessions = createSessions({ store: own, key: "own" });
      const it = await sessions.fetch("own=1");
      it.drop();
      ok((await sessions.commit(it)).startsWith("own=; "), "the cookie is deleted");
      equal(calls.at(-1)[2], sid, "delete is given the sid itself");
    }
  });
  await test("a store that fails is a StoreError with its cause, and no header", async () => {
    const boom = new Error("boom");
    for (const method of ["get", "put", "delete"]) {
      const { store: own } = recording(["the sid", {}], false);
      const sessions = createSessions({ store: { ...own, [method]: () => Promise.reject(boom) }, key: "own" });
      const error = await fails(async () => {
        const it = await sessions.fetch("own=1");
        it.renew();
        await sessions.commit(it);
      }, "ERR_STORE", method);
      equal(error.cause, boom, "cause");
    }
  });
  await test("a store that gives nonsense", async () => {
    for (const nonsense of [undefined, null, {}, [], ["sid"], ["sid", undefined], ["sid", null], ["sid", [1]], ["sid", "text"], "sid"]) {
      const { store: own } = recording(nonsense, false);
      let error;
      try { await createSessions({ store: own, key: "own", log: false }).fetch("own=1"); } catch (thrown) { error = thrown; }
      ok(error instanceof waxseal.WaxsealError && error.code !== "ERR_INTERNAL", `get gave ${JSON.stringify(nonsense)}: ${error}`);
    }
    for (const nonsense of [undefined, null, 5, {}]) {
      const { store: own } = recording(["sid", {}], false);
      const sessions = createSessions({ store: { ...own, put: () => nonsense }, key: "own" });
      const it = await sessions.fetch("own=1");
      it.put("a", 1);
      let error;
      try { await sessions.commit(it); } catch (thrown) { error = thrown; }
      ok(error instanceof waxseal.WaxsealError && error.code !== "ERR_INTERNAL", `put gave ${String(nonsense)}: ${error}`);
    }
  });
  await test("CookieStore by hand", () => {
    const { conn } = plainConfig;
    const options = CookieStore.init(plainConfig.store);
    const cookie = CookieStore.put(conn, null, { a: [1, "é"] }, options);
    equal(typeof cookie, "string", "put gives the cookie's value");
    const [sid, session] = CookieStore.get(conn, cookie, options);
    equal(sid, "term", "sid");
    equal(JSON.stringify(session), '{"a":[1,"é"]}', "session");
    equal(CookieStore.delete(conn, "term", options), "ok", "delete");
    equal(JSON.stringify(CookieStore.get(conn, "nonsense", options)), "[null,{}]", "a cookie that is none");
    equal(CookieStore.put(conn, "term", { a: [1, "é"] }, options), cookie, "put ignores the sid");
    agrees(waxseal.term, CookieStore.get(conn, signedCookie(waxseal, waxseal.term.encode(new Map([[new waxseal.term.Atom("id"), 1]]))), options)[1], { t: "map", v: [[{ t: "atom", v: "id" }, { t: "int", v: "1" }]] }, "a map of atoms");
  });
  await test("createSessions and CookieStore speak of the same cookie", () => {
    const sessions = createSessions(plainConfig.sessions);
    const it = sessions.fetch("");
    it.put("a", 1);
    equal(sentBack(sessions.commit(it)), `_app_key=${CookieStore.put(plainConfig.conn, null, { a: 1 }, CookieStore.init(plainConfig.store))}`, "cookie");
    equal(createSessions({ ...plainConfig.sessions, store: CookieStore }).fetch(sentBack(`_app_key=${CookieStore.put(plainConfig.conn, null, { a: 1 }, CookieStore.init(plainConfig.store))}`)).get("a"), 1, "store: CookieStore");
  });
}
