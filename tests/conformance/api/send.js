// @ts-check
// send and handle: the header on a response, the cache guard, Vary, and a handler that throws.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser, refusesToSend } from "../platform.js";

const GUARD = "max-age=0, private, must-revalidate";

/** @param {any} test @param {any} waxseal */
export async function send(test, waxseal) {
  if (inBrowser) return refusesToSend(test, waxseal);
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const written = () => {
    const it = sessions.fetch("");
    it.put("a", 1);
    return it;
  };
  await test("appends Set-Cookie and keeps the rest", async () => {
    const headers = new Headers({ "content-type": "text/html", "x-own": "1" });
    headers.append("set-cookie", "other=1; path=/");
    const response = await sessions.send(written(), new Response("body", { status: 201, statusText: "Made", headers }));
    equal(response.status, 201, "status");
    equal(response.statusText, "Made", "status text");
    equal(await response.text(), "body", "body");
    equal(response.headers.get("content-type"), "text/html", "content-type");
    equal(response.headers.get("x-own"), "1", "own header");
    const cookies = response.headers.getSetCookie();
    equal(cookies.length, 2, "number of cookies");
    equal(cookies[0], "other=1; path=/", "the other cookie");
    ok(/^_app_key=SFMyNTY\.[\w.-]+; path=\/; HttpOnly$/.test(cookies[1]), cookies[1]);
    equal(sessions.fetch(sentBack(cookies[1])).get("a"), 1, "what the cookie carries");
  });
  await test("this very cookie, if it is there already, is replaced", async () => {
    const headers = new Headers();
    const there = sessions.commit(sessions.fetch("").put("upstream", 1));
    for (const cookie of ["first=1", there, "_app_key2=2", "last=3"]) headers.append("set-cookie", cookie);
    const response = await sessions.send(written(), new Response("", { headers }));
    const names = response.headers.getSetCookie().map((/** @type {string} */ cookie) => cookie.split("=")[0]);
    equal(names.join(), "first,_app_key2,last,_app_key", "cookies");
    const read = await sessions.send(sessions.fetch(""), new Response("", { headers }));
    equal(read.headers.getSetCookie().length, 4, "what is not written replaces nothing");
  });
  await test("a cookie without a path is of the request's folder, and of another folder it is another cookie", async () => {
    const own = waxseal.createSessions({ ...plainConfig.sessions, path: "/app" });
    const [, value] = own.commit(own.fetch("").put("there", 1)).split(/[=;]/);
    for (const [url, count] of Object.entries({ "https://example.com/app/page": 1, "https://example.com/app/page?a=/b/c#d": 1, "/app/page": 1, "/app/page?/b": 1, "https://example.com/app": 2, "https://example.com/apps/page": 2, "https://app/page": 2, "web+a.b-1://example.com/app/page": 1, "": 2 })) {
      const session = own.fetch({ headers: new Headers(), url });
      const response = await own.send(session.put("a", 1), new Response("", { headers: { "set-cookie": `_app_key=${value}` } }));
      const cookies = response.headers.getSetCookie();
      equal(cookies.length, count, url);
      equal(own.fetch(sentBack(cookies[count - 1])).has("there"), count === 1, `${url}: what it carries`);
    }
  });
  await test("headers of before getSetCookie, as old Workers have them, and older ones", async () => {
    const { getSetCookie } = Headers.prototype;
    const getAll = function (/** @type {string} */ name) {
      return name === "set-cookie" ? getSetCookie.call(this) : [];
    };
    for (const [what, has] of Object.entries({ getAll, none: undefined })) {
      const response = new Response("", { headers: { "set-cookie": sessions.commit(sessions.fetch("").put("there", 1)) } });
      Object.defineProperties(response.headers, { getSetCookie: { value: undefined }, getAll: { value: has } });
      const { headers } = await sessions.send(written(), response);
      equal(sessions.fetch(sentBack(getSetCookie.call(headers).at(-1))).has("there"), what === "getAll", `${what}: what the response carried`);
    }
  });
  await test("a header of the app's own stays, whatever its name", async () => {
    const response = new Response("", { headers: { "x-waxseal-probe": "mine" } });
    equal((await sessions.send(written(), response)).headers.get("x-waxseal-probe"), "mine", "header");
  });
  await test("what is awaited is known by its then, whoever has put another Promise into the global one's place", async () => {
    const server = waxseal.createSessions({ store: "memory", key: "sid", log: false });
    const it = (await server.fetch("")).put("a", 1);
    const own = globalThis.Promise;
    let sent;
    try {
      globalThis.Promise = class extends own {};
      sent = server.send(it, new Response(""));
    } finally {
      globalThis.Promise = own;
    }
    ok(/^sid=[\w-]{43}; /.test((await sent).headers.getSetCookie()[0]), "Set-Cookie");
  });
  await test("a response of any header's name, and one that says it has them all", async () => {
    const own = new Response("", { headers: [["x-waxseal-probe", "1"], ["x-waxseal-probe", "2"]] });
    const sent = await sessions.send(written(), own);
    equal(sent.headers.get("x-waxseal-probe"), "1, 2", "they stay");
    equal(sent.headers.getSetCookie().length, 1, "beside the cookie");
    const all = new Response("");
    Object.defineProperty(all, "headers", { value: Object.assign(new Headers(), { has: () => true }) });
    equal((await sessions.send(written(), all)).headers.getSetCookie().length, 1, "of what has them all");
  });
  await test("a response with immutable headers", async () => {
    const redirect = await sessions.send(written(), Response.redirect("https://example.com/next", 303));
    equal(redirect.status, 303, "status");
    equal(redirect.headers.get("location"), "https://example.com/next", "location");
    equal(redirect.headers.getSetCookie().length, 1, "Set-Cookie");
  });
  for (const status of [204, 304]) {
    await test(`a response without a body: ${status}`, async () => {
      const response = await sessions.send(written(), new Response(null, { status }));
      equal(response.status, status, "status");
      equal(response.headers.getSetCookie().length, 1, "Set-Cookie");
    });
  }
  await test("a response without a body that is kept, and sent again: nobody has another's cookie on it", async () => {
    for (const server of [sessions, waxseal.createSessions({ store: "memory", key: "sid", log: false })]) {
      for (const init of [{ status: 204 }, { status: 302, headers: { location: "/" } }, { status: 204, headers: { "content-type": "text/plain" } }]) {
        const kept = new Response(null, init);
        const visit = async (/** @type {string} */ user) => {
          const it = await server.fetch("");
          if (user) it.put("user", user);
          return server.send(it, kept);
        };
        // At once, too: each of them waits for its store.
        const [ada, eve, nobody] = await Promise.all(["ada", "eve", ""].map(visit));
        for (const [name, answer] of [["ada", ada], ["eve", eve]]) {
          const own = answer.headers.getSetCookie();
          equal(`${answer.status} ${answer.headers.get("location")} ${own.length}`, `${init.status} ${init.headers?.location ?? null} 1`, name);
          equal((await server.fetch(sentBack(own[0]))).get("user"), name, "whose it is");
        }
        equal(nobody.headers.getSetCookie().length, 0, "who has no session");
        equal(kept.headers.getSetCookie().length, 0, "what is kept");
      }
    }
  });
  await test("what is of Next's class stays so, whatever a bundler calls it", async () => {
    class Built extends Response {
      static next() {}
    }
    ok((await sessions.send(written(), new Built(null))) instanceof Built, "class");
  });
  await test("the cache guard", async () => {
    const cacheControl = async (/** @type {any} */ it, /** @type {Record<string, string>} */ headers) =>
      (await sessions.send(it, new Response("", { headers }))).headers.get("cache-control");
    equal(await cacheControl(written(), {}), GUARD, "with a cookie and no Cache-Control");
    equal(await cacheControl(written(), { "cache-control": "no-store" }), "no-store", "its own Cache-Control");
    for (const [own, kept] of [
      ["public, max-age=60", "max-age=60, private"],
      ["public , s-maxage = 60 ,max-age = 6", "max-age = 6, private"],
      ["max-age=60", "max-age=60, private"],
      ["s-maxage=60, stale-while-revalidate=5", "stale-while-revalidate=5, private"],
      ["Public", "private"],
      ["no-cache", "no-cache, private"],
      ['private="set-cookie, x", max-age=1', "max-age=1, private"],
      ["private, max-age=60", "private, max-age=60"],
      ["private, max-age=0, public", "max-age=0, private"],
      ["no-store, s-maxage=60", "no-store, private"],
      ["private, s-maxage=0", "private, s-maxage=0"],
      ["No-Store", "No-Store"],
      ["", "private"],
    ]) equal(await cacheControl(written(), { "Cache-Control": own }), kept, `Cache-Control: ${own}`);
    for (const name of [
      "CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Vercel-CDN-Cache-Control", "Netlify-CDN-Cache-Control", "Deno-CDN-Cache-Control", "Akamai-Cache-Control",
      "Edge-Control", "Surrogate-Control",
    ]) {
      for (const said of ["public, max-age=60", "max-age=60", "!no-store, cache-maxage=60s"]) {
        const { headers } = await sessions.send(written(), new Response("", { headers: { [name]: said } }));
        equal(headers.get(name), "private, no-store", `${name}: ${said}`);
      }
      const { headers } = await sessions.send(written(), new Response("", { headers: { [name]: "no-store" } }));
      equal(headers.get(name), "no-store", `${name} that says so`);
    }
    const read = sessions.fetch("");
    read.get("a");
    equal(await cacheControl(read, {}), null, "without a cookie");
    const dropped = sessions.fetch(sentBack(sessions.commit(written())));
    dropped.drop();
    equal(await cacheControl(dropped, {}), GUARD, "with a cookie's deletion");
  });
  await test("Vary: Cookie where the session was looked at", async () => {
    const vary = async (/** @type {(it: any) => void} */ use, /** @type {string | undefined} */ own = undefined) => {
      const it = sessions.fetch("");
      use(it);
      return (await sessions.send(it, new Response("", { headers: own === undefined ? {} : { vary: own } }))).headers.get("vary");
    };
    for (const method of ["get", "has", "delete"]) equal(await vary((it) => it[method]("a")), "Cookie", method);
    for (const method of ["keys", "toObject", "clear"]) equal(await vary((it) => it[method]()), "Cookie", method);
    equal(await vary((it) => it.put("a", 1)), "Cookie", "put");
    equal(await vary(() => {}), null, "not looked at");
    equal(await vary((it) => it.get("a"), "Accept"), "Accept, Cookie", "beside another");
    equal(await vary((it) => it.get("a"), "Accept-Language, cookie"), "Accept-Language, cookie", "there already");
    equal(await vary((it) => it.get("a"), "Cookie"), "Cookie", "there already, alone");
    equal(await vary((it) => it.get("a"), "X-Cookie"), "X-Cookie, Cookie", "another that ends so");
    equal(await vary((it) => it.get("a"), "*"), "*", "everything already");
    equal(await vary(() => {}, "Accept"), "Accept", "not looked at, its own");
  });
  await test("a session that was not touched leaves the response alone", async () => {
    const own = new Response("body", { headers: { etag: "1" } });
    const before = [...own.headers].join();
    const response = await sessions.send(sessions.fetch(sentBack(sessions.commit(written()))), own);
    equal([...response.headers].join(), before, "headers");
    equal(await response.text(), "body", "body");
  });
  await test("what is no response is refused before the commit", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const unreadable = Object.defineProperty({}, "headers", { get: () => {
        throw new Error("boom");
      } });
    for (const [at, wrong] of [undefined, null, "text", {}, proxy, unreadable].entries()) {
      const it = written();
      await fails(() => sessions.send(it, wrong), "ERR_CONFIG", `send, ${at}`);
      it.put("b", 1); // not committed: no AlreadySentError
    }
    const error = await fails(() => sessions.send(written(), Promise.resolve(new Response(""))), "ERR_CONFIG", "a promise");
    ok(error.message.includes("it has to be awaited"), error.message);
  });
}
