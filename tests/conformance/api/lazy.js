// @ts-check
// Sessions that are not read, or read when they are looked at.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser, setCookieOf } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function lazy(test, { createSessions, StoreError }) {
  const rows = new Map();
  let reads = 0;
  let isDown = false;
  const kv = {
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 1e6 },
    async get(/** @type {string} */ key) {
      reads += 1;
      if (isDown) throw new Error("down");
      return rows.get(key) ?? null;
    },
    async put(/** @type {string} */ key, /** @type {Uint8Array} */ value) {
      rows.set(key, { value: value.slice(), version: Math.random() });
      return true;
    },
    async delete(/** @type {string} */ key) {
      rows.delete(key);
    },
  };
  const all = { cookie: createSessions(plainConfig.sessions), kv: createSessions({ store: "kv", key: "_app_key", kv, log: false }) };

  for (const [store, sessions] of Object.entries(all)) {
    const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
    await test(`${store}: nobody looks: nothing is read, committed or set`, async () => {
      reads = 0;
      const session = sessions.lazy(cookie);
      equal(session.isLoaded, false, "isLoaded");
      equal(await sessions.commit(session), undefined, "commit");
      equal(Object.values(await sessions.headers(session)).join(), ",,", "headers");
      equal(await sessions.cookie(session), undefined, "cookie");
      equal(await sessions.commit(session), undefined, "as often as one likes");
      equal(reads, 0, "reads");
      if (inBrowser) return;
      const response = new Response("page");
      ok((await sessions.send(session, response)) === response && !response.headers.has("vary"), "the response as it was");
    });
    await test(`${store}: what there is to wait for is a promise, and nothing else is`, async () => {
      const looked = sessions.lazy(cookie);
      await looked.load();
      const given = [
        sessions.lazy(cookie).load(), sessions.commit(sessions.lazy(cookie)), sessions.headers(sessions.lazy(cookie)), sessions.cookie(sessions.lazy(cookie)),
        sessions.forward(sessions.lazy(cookie), new Request("https://example.com/")), ...(inBrowser ? [] : [sessions.send(sessions.lazy(cookie), new Response(""))]), sessions.headers(looked),
      ];
      for (const [at, one] of given.entries()) equal(typeof (/** @type {any} */ (one)?.then) === "function", store === "kv", `${at}`);
      await Promise.all(given);
    });
    await test(`${store}: to an origin behind`, async () => {
      reads = 0;
      const request = new Request("https://example.com/", { headers: { "x-cookie": cookie } });
      const session = sessions.lazy(cookie);
      ok((await sessions.forward(session, request)) === request, "of what nobody looked at the request as it is");
      equal(reads, 0, "reads");
      await fails(async () => sessions.forward(session, {}), "ERR_CONFIG", "no Request");
      (await session.load()).drop();
      equal((await sessions.forward(session, request)) === request, false, "of what was loaded and changed another");
    });
    await test(`${store}: somebody looks: it is read once, and sent`, async () => {
      reads = 0;
      const session = sessions.lazy(cookie);
      const [one, other] = await Promise.all([session.load(), session.load()]);
      ok(one === other && session.isLoaded, "one session");
      equal(one.get("user"), "ada", "what is in it");
      one.put("seen", 1);
      equal(reads, store === "kv" ? 1 : 0, "reads");
      await setCookieOf(sessions, session, 200);
      await fails(() => sessions.commit(session), "ERR_ALREADY_SENT", "a second commit");
    });
    await test(`${store}: what is wrong is told at once`, async () => {
      await fails(() => sessions.lazy(5).load(), "ERR_CONFIG", "no request");
      await fails(() => sessions.lazy("", { scheme: "ftp" }), "ERR_CONFIG", "conn");
    });
    await test(`${store}: requests that are skipped`, async () => {
      reads = 0;
      const given = /** @type {unknown[]} */ ([]);
      const handler = sessions.handle((/** @type {Request} */ request, /** @type {any} */ session) => {
        given.push(session);
        if (request.url.endsWith("/thrown")) throw new Response("thrown", { status: 403 });
        return new Response("file", { headers: { "cache-control": "public" } });
      }, { skip: (/** @type {Request} */ request) => !request.url.endsWith("/page") });
      const at = (/** @type {string} */ path) => ({ method: "GET", url: `https://example.com${path}`, headers: new Headers({ "x-cookie": cookie }) });
      const file = await handler(at("/file"));
      equal(`${await file.text()} ${file.headers.get("cache-control")} ${file.headers.has("vary")}`, "file public false", "as it was");
      equal((await handler(at("/thrown"))).status, 403, "a thrown answer is an answer");
      // A browser lets no response carry the cookie: that is told after the handler.
      await handler(at("/page")).catch((/** @type {unknown} */ error) => {
        if (!inBrowser) throw error;
      });
      equal(given.map((one) => one === undefined).join(), "true,true,false", "what the handler was given");
      equal(reads, 0, "reads");
      await fails(() => sessions.handle(() => new Response(), { skip: true }), "ERR_CONFIG", "no function");
      const later = sessions.handle((/** @type {Request} */ _, /** @type {any} */ session) => new Response(String(session !== undefined)), { skip: async (/** @type {Request} */ request) => !request.url.endsWith("/page") });
      equal(await (await later(at("/file"))).text(), "false", "by a promise that says yes");
      if (!inBrowser) equal(await (await later(at("/page"))).text(), "true", "and no");
    });
  }
  await test("a store of the user's is given the very conn, of whatever class", async () => {
    class Context {
      #tenant = "acme";
      get tenant() {
        return this.#tenant;
      }
    }
    const tenants = /** @type {unknown[]} */ ([]);
    const store = {
      init: () => null,
      get: (/** @type {any} */ conn, /** @type {string} */ cookie) => (tenants.push(conn.tenant), [cookie, {}]),
      put: () => "sid",
      delete: () => undefined,
    };
    const sessions = createSessions({ store, key: "_app_key", log: false });
    await sessions.fetch("_app_key=sid", new Context());
    await sessions.lazy("_app_key=sid", new Context()).load();
    equal(tenants.join(), "acme,acme", "what the store sees");
    await sessions.lazy("_app_key=sid").load();
    equal(tenants[2], undefined, "without one");
  });
  await test("a request that can't be read is told of by a promise, where there is one", async () => {
    const source = { get: () => {
      throw new TypeError("a getter of the caller's");
    } };
    const loaded = all.kv.lazy(source).load();
    ok(typeof loaded.then === "function", "a promise");
    await fails(() => loaded, "ERR_CONFIG", "load");
  });
  await test("a store that is down fails nobody who does not look, and is asked again", async () => {
    const cookie = sentBack(await all.kv.commit((await all.kv.fetch("")).put("user", "ada")));
    isDown = true;
    const session = all.kv.lazy(cookie);
    equal(await all.kv.commit(session), undefined, "who does not look");
    const error = await session.load().catch((/** @type {unknown} */ error) => error);
    ok(error instanceof StoreError && !session.isLoaded, "who looks");
    isDown = false;
    equal((await session.load()).get("user"), "ada", "asked again");
  });
}
