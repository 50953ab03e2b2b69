// @ts-check
// waxseal/elysia where walks do not come: errors that are answers, the jar, generators, two sessions. In Node and in Bun, which have routers of
// their own.

import { node } from "@elysiajs/node";
import { Elysia, NotFoundError, t } from "elysia";
import { createSessions } from "waxseal";
import { session } from "waxseal/elysia";
import { equal, fails, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";
import { failing, stores } from "./http.js";

const isBun = "Bun" in globalThis;
const names = (/** @type {Response} */ response) => response.headers.getSetCookie().map((header) => header.split("=")[0]).join();

const create = (/** @type {any} */ config = {}) => new Elysia(isBun ? config : { adapter: node(), ...config });

/** An app with a session. @param {import("waxseal").Sessions} sessions @param {any} [options] */
const appOf = (sessions, options) => create().use(session(sessions, options));

/** Asks an app for each of some paths. @param {any} app @param {string[]} paths @param {(response: Response, path: string) => unknown} check */
async function asking(app, paths, check) {
  const server = await new Promise((done) => app.listen({ port: 0, hostname: "127.0.0.1" }, done));
  await server.raw?.ready();
  const { port } = server.raw?.node.server.address() ?? server;
  try {
    for (const path of paths) await check(await fetch(`http://127.0.0.1:${port}${path}`), path);
  } finally {
    await server.stop(true);
  }
}

/** With an own answer, as the framework has it. */
class Teapot extends Error {
  toResponse() {
    return new Response("teapot", { status: 418 });
  }
}

/** An error of an HTTP client's, or of a database's. */
class Denied extends Error {
  status = 403;
  code = "DENIED";
}

/** @param {any} test */
export async function elysia(test) {
  for (const [name, sessions] of Object.entries(stores)) {
    await test(`${name}: skip: for which requests there is none`, async () => {
      const skips = { "at once": (/** @type {any} */ { path }) => path === "/health", "by a promise": async (/** @type {any} */ { path }) => path === "/health" };
      for (const [when, skip] of Object.entries(skips)) {
        // Elysia reads a function's text: no comment may be in its parameters.
        /** @type {(context: any) => string} */
        const counted = (context) => `${context.session?.put("a", 1).get("a")}`;
        const app = create().use(session(sessions, { skip })).get("/*", counted).get("/missing", ({ status }) => status(404, "no"));
        await asking(app, ["/health", "/", "/missing"], async (response, path) => {
          equal(`${response.status} ${await response.text()} ${names(response)}`, { "/health": "200 undefined ", "/": "200 1 _app_key", "/missing": "404 no " }[path], `${when}: ${path}`);
        });
      }
      await fails(() => session(sessions, /** @type {any} */ ({ skip: "/health" })), "ERR_CONFIG", "no function");
    });
    await test(`${name}: answers, thrown or returned, commit; what was not expected does not; the status says nothing`, async () => {
      /** @type {Record<string, (context: any) => any>} */
      const thrown = {
        "401 _app_key": ({ status }) => status(401),
        "418 _app_key": () => new Teapot("t"),
        "404 _app_key": () => new NotFoundError(),
        "202 _app_key": () => new Response("r", { status: 202 }),
        "403 ": () => new Denied("d"),
        "500 ": () => new Error("boom"),
      };
      for (const isFirst of [true, false]) {
        const app = create();
        /** @type {string[]} */
        const seen = [];
        if (isFirst) app.onError(({ code }) => void seen.push(`${code}`));
        app.use(session(sessions));
        if (!isFirst) app.onError(({ code }) => void seen.push(`${code}`));
        for (const [at, [, make]] of Object.entries(thrown).entries()) {
          /** @type {(context: any) => any} */
          const thrower = (context) => {
            context.session.put("a", 1);
            throw make(context);
          };
          app.get(`/${at}`, thrower);
        }
        await asking(app, Object.keys(thrown).map((_, at) => `/${at}`), (response, path) => {
          equal(`${response.status} ${names(response)}`, Object.keys(thrown)[Number(path.slice(1))], `${path}, onError ${isFirst ? "before" : "after"} it`);
        });
        ok(seen.length > 0, "onError was called");
      }
    });
    await test(`${name}: isAnswer says of others`, async () => {
      const app = appOf(sessions, { isAnswer: (/** @type {unknown} */ error) => error instanceof Denied });
      app.get("/", (context) => {
        context.session.put("a", 1);
        throw new Denied("d");
      });
      await asking(app, ["/"], (response) => equal(`${response.status} ${names(response)}`, "403 _app_key", "answer"));
    });
    await test(`${name}: errors that hooks of a route's own answer, and pages that are not there`, async () => {
      const app = appOf(sessions);
      /** @type {any} */
      const own = { error: ({ session }) => (session.put("noted", 1), "sorry"), query: t.Object({ a: t.Number() }) };
      app.get("/own", (context) => {
        context.session.put("lost", 1);
        throw new Error("boom");
      }, { error: own.error });
      app.get("/refused", () => "", { query: own.query });
      app.onBeforeHandle((context) => void context.session.put("before", 1));
      app.onError((context) => (context.code === "NOT_FOUND" && context.session.put("missed", 1), undefined));
      await asking(app, ["/own", "/nowhere"], async (response, path) => {
        const [header] = response.headers.getSetCookie();
        equal(JSON.stringify(await sessions.fetch(sentBack(header))), path === "/own" ? '{"noted":1}' : '{"missed":1}', path);
      });
      await asking(app, ["/refused"], (response) => equal(response.status, 422, "refused"));
    });
    await test(`${name}: beside the jar's cookies, those of set.headers and of a Response; with a guard`, async () => {
      const app = appOf(sessions);
      app.get("/jar", ({ session, cookie, set }) => {
        session.put("a", 1);
        cookie.a.value = "1";
        cookie.b.value = "2";
        set.headers["cache-control"] = "public, max-age=60";
        return { a: 1 };
      });
      app.get("/headers", ({ session, set }) => {
        session.put("a", 1);
        set.headers["set-cookie"] = ["a=1", "b=2"];
        set.headers["x-own"] = "1";
        return "text";
      });
      app.get("/response", ({ session }) => {
        session.put("a", 1);
        return new Response("r", { headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
      });
      await asking(app, ["/jar", "/headers", "/response"], (response, path) => {
        equal(names(response).split(",").sort().join(), "_app_key,a,b", path);
        ok(response.headers.get("cache-control")?.includes("private"), `${path}: ${response.headers.get("cache-control")}`);
      });
    });
    await test(`${name}: a generator's puts up to its first yield are kept, and later ones say why not`, async () => {
      const app = appOf(sessions);
      app.get("/", async function* ({ session }) {
        session.put("a", 1);
        yield "one ";
        try {
          session.put("b", 1);
        } catch (error) {
          yield /** @type {Error} */ (error).name;
        }
      });
      await asking(app, ["/"], async (response) => {
        equal(names(response), "_app_key", "cookie");
        ok((await response.text()).includes("AlreadySentError"), "what the generator was told");
      });
    });
    await test(`${name}: used twice, by one value and by two, in plugins of plugins: one session, sent once`, async () => {
      const one = session(sessions);
      const inner = new Elysia({ name: "inner" }).use(session(sessions)).get("/inner", ({ session }) => `${session.put("b", 1).get("a")}`);
      const app = create().use(one).use(one).onBeforeHandle(({ session }) => void session.put("a", 1)).use(new Elysia().use(inner).use(one));
      await asking(app, ["/inner"], async (response) => {
        equal(`${names(response)} ${await response.text()}`, "_app_key 1", "answer");
        equal(JSON.stringify(await sessions.fetch(sentBack(response.headers.getSetCookie()[0]))), '{"a":1,"b":1}', "both");
      });
    });
    await test(`${name}: in a layer around the app, which is given Workers' ctx`, async () => {
      const app = create().use(session(sessions)).onError(() => "sorry").get("/", ({ session }) => `${session.put("a", 1).get("a")}`).get("/boom", ({ session }) => {
        session.put("a", 1);
        throw new Error("boom");
      });
      /** @type {unknown[]} */
      const outlived = [];
      const fetch = sessions.handle((request) => app.handle(request));
      for (const [path, wanted] of [["/", "_app_key"], ["/boom", ""]]) {
        equal(names(await fetch(new Request(`https://example.com${path}`), {}, { waitUntil: (/** @type {unknown} */ commit) => outlived.push(commit) })), wanted, path);
      }
      equal(outlived.length > 0, name === "key-value store", "a commit that takes time outlives its client");
    });
    await test(`${name}: two sessions of two cookies, in plugins`, async () => {
      const other = createSessions({ ...plainConfig.sessions, store: "cookie", key: "_other" });
      /** @type {any[]} */
      const own = [];
      const app = create()
        .use(new Elysia().use(session(sessions))).onRequest((context) => void own.push(context.session.put("a", 1)))
        .use(new Elysia().use(session(other))).get("/", (context) => (own.push(context.session.put("b", 1)), "fine"))
        .get("/boom", (context) => {
          own.push(context.session.put("b", 1));
          throw new Error("boom");
        })
        .onError(() => "sorry");
      await asking(app, ["/"], (response) => equal(names(response).split(",").sort().join(), "_app_key,_other", "cookies"));
      await asking(app, ["/boom"], (response) => equal(names(response), "", "what was not expected is told to both"));
    });
  }
  await test("a commit that fails each time: onError is asked, and no promise is left alone", async () => {
    let asked = 0;
    const app = appOf(failing());
    app.onError((context) => (asked += 1, context.session && asked > 1 && context.session.put("b", 1), "sorry"));
    app.get("/", ({ session }) => (session.put("a", 1), "fine"));
    await asking(app, ["/"], async (response) => equal(`${response.status} ${await response.text()} ${names(response)}`, "500 sorry ", "answer"));
    equal(asked, 1, "once");
  });
  await test("used wrongly, it says so", async () => {
    const [sessions] = Object.values(stores);
    await fails(() => session(/** @type {any} */ (undefined)), "ERR_CONFIG", "no sessions");
    await fails(() => session(sessions, /** @type {any} */ ({ con: 1 })), "ERR_CONFIG", "an option that nobody knows");
    await fails(() => session(sessions, /** @type {any} */ ({ isAnswer: 1 })), "ERR_CONFIG", "isAnswer");
    await fails(() => session(sessions)(/** @type {any} */ ({})), "ERR_CONFIG", "no app");
    const app = create({ aot: false }).use(session(sessions)).onError(({ error }) => /** @type {Error} */ (error).message).get("/", () => "fine");
    await asking(app, ["/"], async (response) => ok((await response.text()).includes("aot"), "without compilation"));
  });
}
