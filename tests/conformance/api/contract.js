// @ts-check
// The contract called by hand: CookieStore's init, get, put and delete.

import { equal, fails, ok } from "../check.js";
import { agrees } from "../tagged.js";
import { plainConfig, sentBack, signedCookie } from "../cookie.js";

/** @param {any} test @param {any} waxseal */
export async function contract(test, waxseal) {
  const { createSessions, CookieStore, KvStore } = waxseal;
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
  await test("the contract's wrong use: what was called is named, and nothing is half done", async () => {
    const { conn } = plainConfig;
    const made = CookieStore.init(plainConfig.store);
    const { message } = await fails(() => CookieStore.put(conn, null, { a: { b: undefined } }, made), "ERR_ENCODE", "put");
    equal(message, "store.put: session.a.b is undefined: put null, or delete the key", "message");
    const kv = KvStore.init({ kv: memory(), log: false });
    const session = createSessions(plainConfig.sessions).fetch("").put("a", 1);
    for (const wrong of [null, 5, "text", [1], session]) {
      const { message } = await fails(() => CookieStore.put(conn, null, wrong, made), wrong === session ? "ERR_ENCODE" : "ERR_CONFIG", `put ${typeof wrong}`);
      ok(message.startsWith("store.put"), message);
      await fails(() => KvStore.put(conn, null, wrong, kv), wrong === session ? "ERR_ENCODE" : "ERR_CONFIG", `KvStore.put ${typeof wrong}`);
    }
    for (const wrong of [undefined, null, 5, new Uint8Array(3)]) {
      await fails(() => CookieStore.get(conn, wrong, made), "ERR_CONFIG", `a cookie that is ${typeof wrong}`);
      await fails(() => KvStore.get(conn, wrong, kv), "ERR_CONFIG", `KvStore, a cookie that is ${typeof wrong}`);
    }
    for (const wrong of [undefined, null, {}, plainConfig.store]) {
      await fails(() => CookieStore.get(conn, "x", wrong), "ERR_CONFIG", "options that init did not make");
      await fails(() => CookieStore.put(conn, null, {}, wrong), "ERR_CONFIG", "options that init did not make");
      await fails(() => KvStore.get(conn, "x", wrong), "ERR_CONFIG", "KvStore, options that init did not make");
    }
  });
  await test("KvStore by hand: a sid has one spelling", async () => {
    const kv = KvStore.init({ kv: memory(), log: false });
    const sid = await KvStore.put({}, null, { a: 1 }, kv);
    equal(JSON.stringify(await KvStore.get({}, sid, kv)), `["${sid}",{"a":1}]`, "as it is");
    for (const other of [`${sid} `, ` ${sid}`, `${sid}; x=1`, `x; session=${sid}`, `\t; session=${sid}`, `${sid}=`, `${sid};`]) {
      equal(JSON.stringify(await KvStore.get({}, other, kv)), "[null,{}]", JSON.stringify(other));
      ok((await KvStore.put({}, other, { b: 1 }, kv)) !== sid, `put under ${JSON.stringify(other)}`);
      await KvStore.delete({}, other, kv);
    }
    equal(JSON.stringify(await KvStore.get({}, sid, kv)), `["${sid}",{"a":1}]`, "still there");
    equal(await KvStore.put({}, sid, { c: 1 }, kv), sid, "put keeps it");
    equal(JSON.stringify((await KvStore.get({}, sid, kv))[1]), '{"c":1}', "and replaces the session");
    equal(await KvStore.delete({}, sid, kv), "ok", "delete");
    equal(JSON.stringify(await KvStore.get({}, sid, kv)), "[null,{}]", "deleted");
    ok((await KvStore.put({}, sid, { d: 1 }, kv)) !== sid, "a put under it makes a new one");
  });
  await test("KvStore by hand: without a sid nothing is looked up, and nothing is told of", async () => {
    /** @type {string[]} */
    const said = [];
    const counted = { ...memory(), get: (/** @type {string} */ key) => (said.push(`get ${key}`), null) };
    const kv = KvStore.init({ kv: counted, log: ({ reason }) => void said.push(reason) });
    equal(await KvStore.delete({}, null, kv), "ok", "delete");
    ok(/^[\w-]{43}$/.test(await KvStore.put({}, null, { a: 1 }, kv)), "put");
    equal(said.filter((one) => one !== "no_cookie").join(), "", "what was asked, and told");
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

/** An adapter over a Map, with what the store asks of it. @returns {any} */
function memory() {
  /** @type {Map<string, { value: Uint8Array, version: number }>} */
  const records = new Map();
  let version = 0;
  return {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: Infinity },
    get: (/** @type {string} */ key) => records.get(key) ?? null,
    put(/** @type {string} */ key, /** @type {Uint8Array} */ value, /** @type {{ if?: unknown }} */ options) {
      if (options.if !== undefined && options.if !== (records.get(key)?.version ?? null)) return false;
      records.set(key, { value, version: (version += 1) });
      return true;
    },
    delete: (/** @type {string} */ key) => records.delete(key),
  };
}
