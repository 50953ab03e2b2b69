// @ts-check
// waxseal/hono in Hono itself.

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { once } from "node:events";
import { createServer } from "node:http";
import { createSessions } from "waxseal";
import { session } from "waxseal/hono";
import { equal, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";

/** @param {any} test */
export async function hono(test) {
  const { secretKeyBase, ...options } = plainConfig.sessions;
  const server = createServer((_, response) => response.setHeader("set-cookie", ["a=1", "b=2"]).end("theirs")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const upstream = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  for (const [name, sessions] of Object.entries({
    "cookie store": createSessions({ ...options, store: "cookie" }),
    "key-value store": createSessions({ store: "memory", key: "sid", log: false }),
  })) {
    const app = new Hono();
    app.use(session(sessions, { conn: (/** @type {any} */ c) => ({ secretKeyBase: c.env.SECRET_KEY_BASE }) }));
    app.get("/", (c) => {
      const own = c.get("session");
      own.put("visits", own.get("visits", 0) + 1);
      return c.text(`visit ${own.get("visits")}`);
    });
    app.get("/static", (c) => c.text("static"));
    app.get("/throws", (c) => {
      c.get("session").put("visits", 100);
      throw new Error("boom");
    });
    // A response of fetch: immutable, with cookies of its own.
    app.get("/proxied", (c) => {
      c.get("session").put("proxied", true);
      return fetch(upstream);
    });
    app.onError((_error, c) => c.text("failed", 500));
    const get = (/** @type {string} */ path, cookie = "") =>
      app.request(`https://example.com${path}`, { headers: { cookie } }, { SECRET_KEY_BASE: secretKeyBase });

    await test(`${name}: counts visits`, async () => {
      let cookie = "";
      for (const visit of [1, 2, 3]) {
        const response = await get("/", cookie);
        equal(await response.text(), `visit ${visit}`, "body");
        const header = response.headers.getSetCookie()[0];
        if (header) cookie = sentBack(header);
      }
    });
    await test(`${name}: conn may be a promise's`, async () => {
      const awaited = new Hono();
      awaited.use(session(sessions, { conn: async () => ({ secretKeyBase, scheme: "http" }) }));
      awaited.get("/", (c) => (c.get("session").put("a", 1), c.text("")));
      const [header] = (await awaited.request("https://example.com/")).headers.getSetCookie();
      ok(!header.includes("; secure"), header);
    });
    await test(`${name}: a session that is not used sets nothing`, async () => {
      equal((await get("/static")).headers.getSetCookie().length, 0, "Set-Cookie");
    });
    await test(`${name}: a handler that throws commits nothing`, async () => {
      const response = await get("/throws");
      equal(`${response.status} ${await response.text()}`, "500 failed", "onError's answer");
      equal(response.headers.getSetCookie().length, 0, "Set-Cookie");
    });
    await test(`${name}: an answer that is thrown commits, and onError's own writes go out with an error`, async () => {
      const own = new Hono();
      own.use(session(sessions, { conn: { secretKeyBase } }));
      own.get("/in", (c) => (c.get("session").put("user", "ada"), c.text("in")));
      own.get("/out", (c) => {
        c.get("session").drop();
        throw new HTTPException(401);
      });
      own.get("/boom", (c) => {
        c.get("session").put("lost", true);
        throw new Error("boom");
      });
      own.get("/user", (c) => c.json(c.get("session")));
      own.notFound((c) => (c.get("session").put("missed", true), c.text("none", 404)));
      own.onError((error, c) => {
        if (error instanceof HTTPException) return error.getResponse();
        c.get("session").put("failed", true);
        return c.text("sorry", 500);
      });
      const visit = (/** @type {string} */ path, cookie = "") => own.request(`https://example.com${path}`, { headers: { cookie } });
      const cookie = sentBack((await visit("/in")).headers.getSetCookie()[0]);
      const failed = await visit("/boom", cookie);
      equal(failed.headers.get("vary"), "Cookie", "an error page's Vary");
      const after = failed.headers.getSetCookie()[0];
      equal(await (await visit("/user", after ? sentBack(after) : cookie)).text(), '{"failed":true,"user":"ada"}', "after an error");
      ok((await visit("/nowhere")).headers.getSetCookie()[0], "what notFound did");
      const out = await visit("/out", cookie);
      equal(out.status, 401, "status");
      ok(out.headers.getSetCookie()[0].includes("max-age=0"), "logged out");
    });
    await test(`${name}: twice on a path it is one session, sent once`, async () => {
      const own = new Hono();
      const outer = session(sessions, { conn: { secretKeyBase } });
      own.use(outer);
      own.use((c, next) => (c.get("session").put("seen", 1), next()));
      const sub = new Hono();
      sub.use(session(sessions));
      sub.get("/in", (c) => (c.get("session").put("user", "ada").renew(), c.text("")));
      sub.get("/out", (c) => (c.get("session").drop(), c.text("")));
      sub.get("/all", (c) => c.json(c.get("session")));
      own.route("/sub", sub);
      const visit = (/** @type {string} */ path, cookie = "") => own.request(`https://example.com${path}`, { headers: { cookie } });
      const [first, ...more] = (await visit("/sub/in")).headers.getSetCookie();
      equal(more.length, 0, "more cookies");
      equal(await (await visit("/sub/all", sentBack(first))).text(), '{"seen":1,"user":"ada"}', "both");
      const gone = (await visit("/sub/out", sentBack(first))).headers.getSetCookie();
      equal(gone.length, 1, "one cookie");
      ok(gone[0].includes("max-age=0"), "logged out");
    });
    await test(`${name}: what was not expected is told to a layer around the app, too`, async () => {
      const own = new Hono();
      own.use(session(sessions));
      own.get("/boom", () => {
        throw new Error("boom");
      });
      own.onError((_error, c) => c.text("sorry", 500));
      const handler = sessions.handle((request, outer) => (outer.put("a", 1), own.fetch(request)), { conn: { secretKeyBase } });
      equal((await handler(new Request("https://example.com/boom"))).headers.getSetCookie().length, 0, "cookies");
      equal((await handler(new Request("https://example.com/nowhere"))).headers.getSetCookie().length, 1, "an answer");
    });
    await test(`${name}: a Response that is thrown through the app is an answer to a layer around it`, async () => {
      const own = new Hono();
      own.use(session(sessions));
      own.get("/", (c) => {
        c.get("session").put("user", "ada");
        throw new Response(null, { status: 303, headers: { location: "/" } });
      });
      const handler = sessions.handle((request) => own.fetch(request), { conn: { secretKeyBase } });
      const response = await handler(new Request("https://example.com/"));
      equal(`${response.status} ${response.headers.getSetCookie().length}`, "303 1", "answer");
    });
    await test(`${name}: what stands between two layers may write behind the inner one, and a request may be tried once more`, async () => {
      const withSession = session(sessions, { conn: { secretKeyBase } });
      let fails = true;
      const app = new Hono().use(withSession, async (c, next) => {
        await next();
        /** @type {any} */ (c).get("session").put("late", 1);
      }, withSession).get("/", (c) => {
        if (fails) throw "text";
        return c.text("page");
      });
      const request = new Request("https://example.com/");
      equal(await Promise.resolve(app.fetch(request)).catch((thrown) => thrown), "text", "what was thrown");
      fails = false;
      const response = await app.fetch(request);
      equal(`${response.status} ${response.headers.getSetCookie().length}`, "200 1", "answer");
      const later = await sessions.fetch(response.headers.getSetCookie()[0].split(";")[0], { secretKeyBase });
      equal(JSON.stringify(later), '{"late":1}', "what is in it");
    });
    await test(`${name}: what is no Error and no answer, thrown through the app, is kept nothing of by a layer around it`, async () => {
      for (const [thrown, wanted] of [["text", 0], [new Response("denied", { status: 403 }), 1]]) {
        const app = new Hono().use(session(sessions)).get("/", () => {
          throw thrown;
        });
        const outer = sessions.handle(async (request, own) => {
          own.put("a", 1);
          await Promise.resolve(app.fetch(request)).catch(() => {});
          return new Response("caught");
        }, { conn: { secretKeyBase } });
        const response = await outer(new Request("https://example.com/"));
        equal(response.headers.getSetCookie().length, wanted, String(thrown));
      }
    });
    await test(`${name}: a handler that gives nothing is Hono's error, and nothing is committed`, async () => {
      const own = new Hono();
      own.use(session(sessions, { conn: { secretKeyBase } }));
      own.get("/", /** @type {any} */ ((/** @type {any} */ c) => void c.get("session").put("a", 1)));
      own.onError((error, c) => c.text(error.message, 500));
      const handler = sessions.handle((request) => own.fetch(request), { conn: { secretKeyBase } });
      for (const asked of [own.request("https://example.com/"), handler(new Request("https://example.com/"))]) {
        const response = await asked;
        equal(`${response.status} ${response.headers.getSetCookie().length}`, "500 0", "answer");
        ok((await response.text()).includes("not finalized"), "what Hono says");
      }
    });
    await test(`${name}: two sessions of two cookies: what was not expected is told to both`, async () => {
      const own = new Hono();
      own.use(session(createSessions({ ...plainConfig.sessions, store: "cookie", key: "_other" })));
      own.use((c, next) => (c.get("session").put("a", 1), next()), session(sessions, { conn: { secretKeyBase } }));
      own.get("/fine", (c) => (c.get("session").put("b", 1), c.text("fine")));
      own.get("/boom", (c) => {
        c.get("session").put("b", 1);
        throw new Error("boom");
      });
      own.onError((_error, c) => c.text("sorry", 500));
      equal((await own.request("https://example.com/fine")).headers.getSetCookie().length, 2, "both commit");
      equal((await own.request("https://example.com/boom")).headers.getSetCookie().length, 0, "neither does");
    });
    await test(`${name}: one session, though another middleware puts a request of its own in place`, async () => {
      const own = new Hono();
      own.use(session(sessions, { conn: { secretKeyBase } }));
      own.use((c, next) => (c.get("session").put("a", 1), next()));
      own.use(bodyLimit({ maxSize: 1000 }), session(sessions));
      own.post("/", async (c) => c.text(`${c.get("session").put("b", 1).get("a")} ${await c.req.text()}`));
      const body = new Blob(["body"]).stream();
      const response = await own.request(new Request("https://example.com/", /** @type {any} */ ({ method: "POST", body, duplex: "half" })));
      equal(`${response.headers.getSetCookie().length} ${await response.text()}`, "1 1 body", "answer");
    });
    await test(`${name}: a layer's own Response, and one that is put in its place`, async () => {
      const own = new Hono();
      own.use(session(sessions, { conn: { secretKeyBase } }));
      own.use(async (c, next) => {
        await next();
        c.res = new Response("other", { headers: { "x-own": "1" } });
      });
      own.get("/", (c) => (c.get("session").put("a", 1), c.text("")));
      const response = await own.request("https://example.com/");
      equal([response.headers.get("x-own"), response.headers.getSetCookie().length, await response.text()].join(), "1,1,other", "answer");
    });
    await test(`${name}: beside the cookies of a response that can't be changed`, async () => {
      const cookies = (await get("/proxied")).headers.getSetCookie();
      equal(cookies.slice(0, 2).join(), "a=1,b=2", "theirs");
      equal(cookies.length, 3, "and the session's");
    });
  }
  server.closeAllConnections();
  server.close();
}
