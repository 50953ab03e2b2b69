// @ts-check
// The contract called by hand: CookieStore's init, get, put and delete.

import { equal } from "../check.js";
import { agrees } from "../tagged.js";
import { plainConfig, sentBack, signedCookie } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function contract(test, waxseal) {
  const { createSessions, CookieStore } = waxseal;
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
    agrees(
      waxseal.term,
      CookieStore.get(conn, signedCookie(waxseal, waxseal.term.encode(new Map([[new waxseal.term.Atom("id"), 1]]))), options)[1],
      {
        t: "map",
        v: [
          [
            { t: "atom", v: "id" },
            { t: "int", v: "1" },
          ],
        ],
      },
      "a map of atoms",
    );
  });
  await test("createSessions and CookieStore speak of the same cookie", () => {
    const sessions = createSessions(plainConfig.sessions);
    const it = sessions.fetch("");
    it.put("a", 1);
    equal(
      sentBack(sessions.commit(it)),
      `_app_key=${CookieStore.put(plainConfig.conn, null, { a: 1 }, CookieStore.init(plainConfig.store))}`,
      "cookie",
    );
    equal(
      createSessions({ ...plainConfig.sessions, store: CookieStore })
        .fetch(sentBack(`_app_key=${CookieStore.put(plainConfig.conn, null, { a: 1 }, CookieStore.init(plainConfig.store))}`))
        .get("a"),
      1,
      "store: CookieStore",
    );
  });
}
