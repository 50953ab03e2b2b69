// @ts-check
// handle: fetch, the handler, send; and nothing of it when the handler throws.

import { equal, fails, ok } from "../check.js";
import { plainConfig, sentBack } from "../cookie.js";
import { inBrowser, refusesToSend } from "../platform.js";

/** @param {any} test @param {any} waxseal */
export async function handle(test, waxseal) {
  if (inBrowser) return refusesToSend(test, waxseal);
  const sessions = waxseal.createSessions(plainConfig.sessions);
  const counter = sessions.handle((_request, session) => {
    session.put("visits", session.get("visits", 0) + 1);
    return new Response(`visit ${session.get("visits")}`);
  });
  const request = (/** @type {string} */ cookie, scheme = "https") =>
    new Request(`${scheme}://example.com/`, cookie ? { headers: { cookie } } : {});

  await test("counts visits", async () => {
    let cookie = "";
    for (let visit = 1; visit <= 3; visit++) {
      const response = await counter(request(cookie));
      equal(await response.text(), `visit ${visit}`, "body");
      cookie = sentBack(response.headers.getSetCookie()[0]);
    }
  });
  await test("secure follows the request's scheme", async () => {
    for (const [scheme, expected] of [
      ["https", "; path=/; secure; HttpOnly"],
      ["http", "; path=/; HttpOnly"],
    ]) {
      const [header] = (await counter(request("", scheme))).headers.getSetCookie();
      equal(header.slice(header.indexOf(";")), expected, scheme);
    }
  });
  await test("the handler is given what the platform gave", async () => {
    const [env, ctx] = [{ NAME: "value" }, { waitUntil() {} }];
    const original = request("");
    let seen;
    await sessions.handle((...given) => ((seen = given), new Response("")))(original, env, ctx);
    equal(seen[0], original, "request");
    equal(typeof seen[1].get, "function", "session");
    equal(seen[2], env, "env");
    equal(seen[3], ctx, "ctx");
  });
  await test("an async handler", async () => {
    const handler = sessions.handle(async (_request, session) => {
      await Promise.resolve();
      session.put("a", 1);
      return new Response("later");
    });
    const response = await handler(request(""));
    equal(await response.text(), "later", "body");
    equal(response.headers.getSetCookie().length, 1, "Set-Cookie");
  });
  for (const [kind, options] of Object.entries({
    cookie: plainConfig.sessions,
    memory: { store: "memory", key: "sid", log: false },
  })) {
    await test(`a handler that throws commits nothing: ${kind}`, async () => {
      const own = waxseal.createSessions(options);
      const first = await own.fetch("");
      first.put("a", 1);
      const cookie = sentBack(await own.commit(first));
      const boom = new Error("boom");
      const handlers = [
        (_, session) => {
          session.put("a", 2);
          throw boom;
        },
        async (_, session) => {
          session.drop();
          throw boom;
        },
      ];
      for (const handler of handlers) {
        let thrown;
        try {
          await own.handle(handler)(request(cookie));
        } catch (error) {
          thrown = error;
        }
        equal(thrown, boom, "the handler's own error");
      }
      equal((await own.fetch(cookie)).get("a"), 1, "the session afterwards");
    });
  }
  await test("what a handler throws is thrown on as it is, if it is nothing", async () => {
    for (const thrown of [undefined, null, 0, ""]) {
      let caught = /** @type {unknown} */ ("nothing");
      try {
        await sessions.handle(() => {
          throw thrown;
        })(request(""));
      } catch (error) {
        caught = error;
      }
      equal(caught, thrown, "what the handler threw");
    }
  });
  await test("conn: an object, or a function of the request and env", async () => {
    const { secretKeyBase, ...options } = plainConfig.sessions;
    const bare = waxseal.createSessions(options);
    const handler = (_request, session) => (session.put("a", 1), new Response(""));
    const conns = [{ secretKeyBase }, (_request, env) => ({ secretKeyBase: env.SECRET })];
    for (const conn of conns) {
      const response = await bare.handle(handler, { conn })(request(""), { SECRET: secretKeyBase });
      equal(sessions.fetch(sentBack(response.headers.getSetCookie()[0])).get("a"), 1, "under conn's secret");
    }
    await fails(() => bare.handle(handler)(request("")), "ERR_CONFIG", "without a secret");
    const http = await bare.handle(handler, { conn: { secretKeyBase, scheme: "https" } })(request("", "http"));
    ok(/; secure;/.test(http.headers.getSetCookie()[0]), "conn's scheme goes before the request's");
  });
  await test("conn: a function that is awaited", async () => {
    const handler = sessions.handle((_, session) => (session.put("a", 1), new Response("")), { conn: async () => ({ scheme: "https" }) });
    ok(/; secure;/.test((await handler(request("", "http"))).headers.getSetCookie()[0]), "conn's scheme");
  });
  await test("options that are none", () => fails(() => sessions.handle(() => new Response(""), null), "ERR_CONFIG", "handle"));
  await test("a session that is too large fails the request", () =>
    fails(
      () => sessions.handle((_, session) => (session.put("a", "x".repeat(5000)), new Response("")))(request("")),
      "ERR_COOKIE_OVERFLOW",
      "handle",
    ));
  await test("a handler that returns no response", () =>
    // Undefined is Bun's way to say that it has upgraded the request: see layers.js.
    fails(() => sessions.handle(() => null)(request("")), "ERR_CONFIG", "handle"));
  await test("no handler", async () => {
    for (const wrong of [undefined, {}, "handler"])
      await fails(() => sessions.handle(wrong), "ERR_CONFIG", `handle(${String(wrong)})`);
  });
}
