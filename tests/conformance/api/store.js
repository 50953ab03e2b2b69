// @ts-check
// A store of the user's under createSessions: what is asked of it, with what, and what becomes of its answers.

import { equal, fails, ok } from "../check.js";
import { inBrowser } from "../platform.js";
import { recording } from "./recording-store.js";

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
  const { createSessions } = waxseal;
  for (const later of [false, true]) {
    for (const [what, change, withSid, without] of TABLE) {
      for (const [sid, expected] of [
        ["the sid", withSid],
        [null, without],
      ]) {
        await test(`a store of the user's, ${later ? "awaited" : "at once"}: ${what}, ${sid ? "with" : "without"} a sid`, async () => {
          const { store: own, names } = recording([sid, { a: 1 }], later);
          const sessions = createSessions({ store: own, key: "own" });
          const it = await sessions.fetch("own=cookie");
          equal(it.get("a"), 1, "session");
          change(it);
          const header = await sessions.commit(it);
          equal(names(), `init get ${expected}`.trim(), "calls");
          equal(
            header,
            expected.includes("put")
              ? "own=new-cookie; path=/; HttpOnly"
              : expected
                ? "own=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly"
                : undefined,
            "Set-Cookie",
          );
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
  await test("a session without a lifetime of its own has nothing more in it, whatever its keys are", async () => {
    for (const [session, expected] of /** @type {[any, string][]} */ ([[{ a: 1 }, '[["a",1],["b",2]]'], [new Map(/** @type {[any, any][]} */ ([["a", 1], [2, 3]])), '[[2,3],["a",1],["b",2]]']])) {
      const { store: own, calls } = recording(["the sid", session], false);
      const sessions = createSessions({ store: own, key: "own", log: false });
      await sessions.commit((await sessions.fetch("own=1")).put("b", 2));
      const [, , , put] = calls.at(-1);
      equal(JSON.stringify([...(put instanceof Map ? put : Object.entries(put))]), expected, "what put is given");
    }
  });
  await test("what is no sid: a later cookie's session is told of where the first has none, and there alone", async () => {
    for (const [answers, told] of /** @type {[any[], string][]} */ ([
      [[["one", {}], ["other", {}]], "duplicate_cookie"], [[[0, {}], ["other", {}]], "duplicate_cookie"],
      [[[null, {}], ["other", {}]], "duplicate_cookie,shadowed_cookie"], [[[undefined, {}], ["other", {}]], "duplicate_cookie,shadowed_cookie"],
      [[[null, {}], [null, {}]], "duplicate_cookie"], [[[null, {}], new Error("down")], "duplicate_cookie"],
    ])) {
      /** @type {string[]} */
      const logged = [];
      const get = (/** @type {any} */ _conn, /** @type {string} */ cookie) => {
        const answer = answers[Number(cookie)];
        if (answer instanceof Error) throw answer;
        return answer;
      };
      const sessions = createSessions({ store: { ...recording([null, {}], false).store, get }, key: "own", log: ({ reason }) => void logged.push(reason) });
      await sessions.fetch("own=0; own=1");
      equal(logged.join(), told, JSON.stringify(answers));
    }
  });
  // Browsers keep Cookie from what scripts make.
  if (!inBrowser) await test("to an app behind: its cookie, but for a session that was dropped or set aside", async () => {
    for (const [what, change] of /** @type {[string, (it: any) => void][]} */ ([["own=1; other=2", () => {}], ["own=1; other=2", (it) => it.put("a", 2)], ["other=2", (it) => it.drop()], ["other=2", (it) => it.clear().ignore()]])) {
      const sessions = createSessions({ store: recording(["the sid", { a: 1 }], false).store, key: "own", log: false });
      const request = new Request("https://example.com/", { headers: { cookie: "own=1; other=2" } });
      const it = await sessions.fetch("own=1; other=2");
      change(it);
      equal((await sessions.forward(it, request)).headers.get("cookie") ?? null, what, String(change));
    }
  });
  await test("a misspelt cookie option is not left to the store", async () => {
    for (const [option, meant] of Object.entries({ max_age: "maxAge", maxage: "maxAge", http_only: "httpOnly", same_site: "sameSite", samesite: "sameSite", Path: "path", extras: "extra", secur: "secure", domian: "domain", httpnly: "httpOnly", samsit: "sameSite" })) {
      const { store: own } = recording([null, {}], false);
      const { message } = await fails(() => createSessions({ store: own, key: "own", [option]: 1 }), "ERR_CONFIG", option);
      ok(message.includes(meant), message);
    }
    // What is near to a short name, or not as near, may be an option of the store's.
    for (const option of ["pat", "paths", "patch", "keys", "sekures", "domino", "sameness"]) {
      const { store: own } = recording([null, {}], false);
      equal(typeof createSessions({ store: own, key: "own", [option]: 1 }).fetch, "function", option);
    }
  });
  await test("without the cookie a store is not asked; an empty one it is", async () => {
    for (const [header, expected] of [
      ["", "init"],
      ["other=1", "init"],
      ["own=", "init get"],
      ["own", "init"],
    ]) {
      const { store: own, names } = recording([null, {}], false);
      await createSessions({ store: own, key: "own" }).fetch(header);
      equal(names(), expected, `header "${header}"`);
    }
  });
  await test('a sid may be any term, and 0, false and "" are sids', async () => {
    for (const sid of [0, false, "", 1n, { id: 1 }, ["a"], Symbol.iterator, new Map()]) {
      const { store: own, calls } = recording([sid, {}], false);
      const sessions = createSessions({ store: own, key: "own" });
      const it = await sessions.fetch("own=1");
      it.drop();
      ok((await sessions.commit(it)).startsWith("own=; "), "the cookie is deleted");
      equal(calls.at(-1)[2], sid, "delete is given the sid itself");
    }
  });
}
