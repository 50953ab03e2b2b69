// @ts-check
// waxseal/fastify where walks do not come.

import cookie from "@fastify/cookie";
import fastify5 from "fastify";
import cookie4 from "fastify-cookie-4";
import fastify3 from "fastify3";
import fastify4 from "fastify4";
import { createSessions } from "waxseal";
import { session } from "waxseal/fastify";
import { equal, fails, ok } from "../../conformance/check.js";
import { cookiesOf, failing, get, stores } from "./http.js";

/** @param {any} app @param {(url: string) => Promise<void>} body */
async function listening(app, body) {
  try {
    await body(await app.listen({ port: 0, host: "127.0.0.1" }));
  } finally {
    await app.close();
  }
}

/** @param {any} test */
export async function fastify(test) {
  for (const [version, create, cookies] of [["Fastify 5", fastify5, cookie], ["Fastify 4", fastify4, cookie4]]) {
    /** An app whose session has something in it before a handler. @param {any} sessions @param {any} [options] */
    const appOf = (sessions, options) => {
      const app = create({ forceCloseConnections: true });
      app.register(cookies);
      app.register(session(sessions, options));
      app.register(async (/** @type {any} */ own) => own.addHook("onRequest", async (/** @type {any} */ request) => void request.session.put("a", 1)));
      app.addHook("preParsing", async (/** @type {any} */ request) => void request.session.put("a", 1));
      return app;
    };
    for (const [name, sessions] of Object.entries(stores)) {
      await test(`${version}, ${name}: payloads, and what passes it by`, async () => {
        const app = appOf(sessions);
        app.get("/json", async () => ({ a: 1 }));
        app.get("/cookies", async (/** @type {any} */ _request, /** @type {any} */ reply) => reply.setCookie("own", "1").header("Set-Cookie", "b=2").send("c"));
        app.get("/hijacked", async (/** @type {any} */ _request, /** @type {any} */ reply) => {
          reply.hijack();
          reply.raw.writeHead(200, { "Set-Cookie": "own=1", "Cache-Control": "public" }).end("h");
        });
        app.get("/raw", (/** @type {any} */ _request, /** @type {any} */ reply) => void reply.raw.end("r"));
        if (version === "Fastify 5") {
          app.get("/response", async () => new Response("w", { headers: { "Cache-Control": "public, max-age=60" } }));
        }
        const wanted = {
          "/json": '{"a":1} _app_key max-age=0, private, must-revalidate', "/hijacked": "h own,_app_key private",
          "/raw": "r _app_key max-age=0, private, must-revalidate",
          ...(version === "Fastify 5" ? { "/response": "w _app_key max-age=60, private" } : {}),
        };
        await listening(app, async (url) => {
          for (const [path, outcome] of Object.entries(wanted)) {
            const got = await get(url + path);
            equal(`${got.text} ${cookiesOf(got)} ${got.headers["cache-control"]}`, outcome, path);
          }
          equal(cookiesOf(await get(`${url}/cookies`)).split(",").sort().join(), "_app_key,b,own", "@fastify/cookie beside it");
        });
      });
      await test(`${version}, ${name}: a reply that was sent, and not returned by its handler, is sent once`, async () => {
        const app = appOf(sessions);
        /** @type {unknown[]} */
        const alone = [];
        const untold = (/** @type {unknown} */ error) => void alone.push(error);
        /** @type {Record<string, (reply: any) => any>} */
        const ways = {
          "200 one": (reply) => void reply.send("one"),
          "304 ": (reply) => void reply.code(304).send(),
          "200 first": (reply) => (reply.send("first"), "second"),
          "201 thrown after": (reply) => {
            reply.code(201).send("thrown after");
            throw new Error("boom");
          },
        };
        Object.values(ways).forEach((send, at) => app.get(`/${at}`, async (/** @type {any} */ _request, /** @type {any} */ reply) => send(reply)));
        process.on("unhandledRejection", untold);
        try {
          await listening(app, async (url) => {
            for (const [at, wanted] of Object.keys(ways).entries()) {
              const got = await get(`${url}/${at}`);
              equal(`${got.status} ${got.text} ${cookiesOf(got)}`, `${wanted} _app_key`, wanted);
            }
          });
        } finally {
          process.off("unhandledRejection", untold);
        }
        equal(`${alone}`, "", "promises that nobody hears");
      });
      if (version === "Fastify 5") await test(`${version}, ${name}: a Response that carries this cookie is the newer truth, as that of an origin behind`, async () => {
        const app = appOf(sessions);
        const login = String(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
        const own = { "set-cookie": "own=1", "x-own": "1" };
        app.get("/login", async () => new Response("in", { status: 201, headers: [["set-cookie", login], ["set-cookie", "own=1"], ["cache-control", "public"]] }));
        app.get("/logout", async () => new Response(null, { headers: { "set-cookie": `${login.split("=")[0]}=; path=/; max-age=0` } }));
        app.get("/large", async (/** @type {any} */ request) => (request.session.put("heavy", "x".repeat(5000)), new Response("l", { headers: own })));
        app.get("/read", async () => {
          const response = new Response("read", { headers: own });
          await response.text();
          return response;
        });
        await listening(app, async (url) => {
          const got = await get(`${url}/login`);
          equal(`${got.status} ${got.text} ${cookiesOf(got).split(",").sort()} ${got.headers["cache-control"]}`, "201 in _app_key,own private", "log-in");
          const cookie = got.headers["set-cookie"].map((/** @type {string} */ header) => header.split(";")[0]).join("; ");
          equal((await sessions.fetch(cookie)).keys().sort().join(), "a,user", "what both have put");
          const out = await get(`${url}/logout`);
          equal(`${out.status} ${out.text} ${out.headers["set-cookie"]?.length} ${/max-age=0/.test(out.headers["set-cookie"]?.[0])}`, "200  1 true", "log-out");
          const [large, read] = [await get(`${url}/large`), await get(`${url}/read`)];
          if (name === "cookie store") equal(`${large.status} ${large.headers["x-own"]} ${large.headers["set-cookie"]}`, "500 undefined undefined", "a commit that fails");
          ok(read.status === 500 && read.text.includes("FST_ERR_REP_RESPONSE_BODY_CONSUMED"), "a Response that was read");
        });
      });
      await test(`${version}, ${name}: inject, errors of the framework's own and of others`, async () => {
        const app = appOf(sessions, { isAnswer: (/** @type {any} */ error) => error.mine === true || error.code === "FST_ERR_VALIDATION" });
        app.get("/valid", { schema: { querystring: { type: "object", required: ["q"] } } }, async () => "valid");
        app.get("/mine", async () => { throw Object.assign(new Error("mine"), { mine: true, statusCode: 418 }); });
        app.get("/status", async () => { throw Object.assign(new Error("theirs"), { statusCode: 404 }); });
        const wanted = { "/valid": "400 1", "/mine": "418 1", "/status": "404 0", "/nowhere": "404 1" };
        for (const [path, outcome] of Object.entries(wanted)) {
          const { statusCode, headers } = await app.inject(path);
          equal(`${statusCode} ${[headers["set-cookie"] ?? []].flat().length}`, outcome, path);
          equal(headers.vary, "Cookie", `${path}: Vary`);
        }
        await app.close();
        const other = appOf(sessions);
        other.get("/valid", { schema: { querystring: { type: "object", required: ["q"] } } }, async () => "valid");
        equal((await other.inject("/valid")).cookies.length, 1, "a schema's refusal");
        await other.close();
      });
      await test(`${version}, ${name}: what was committed goes out though a later hook throws`, async () => {
        const app = appOf(sessions);
        let hasThrown = false;
        app.addHook("onSend", async () => {
          if (hasThrown) return;
          hasThrown = true;
          throw new Error("late");
        });
        app.get("/", async () => "fine");
        const { statusCode, cookies } = await app.inject("/");
        equal(`${statusCode} ${cookies.map((/** @type {any} */ own) => own.name)}`, "500 _app_key", "answer");
        await app.close();
      });
      await test(`${version}, ${name}: over HTTP/2`, async () => {
        const { connect } = await import("node:http2");
        const { once } = await import("node:events");
        const app = create({ http2: true });
        app.register(session(sessions));
        app.get("/", async (/** @type {any} */ request) => `${request.session.put("a", 1).get("a")}`);
        await app.listen({ port: 0, host: "127.0.0.1" });
        const connection = connect(`http://127.0.0.1:${app.server.address().port}`);
        const [headers] = await once(connection.request({ ":path": "/" }).resume(), "response");
        connection.destroy();
        equal(`${headers[":status"]} ${headers["set-cookie"]?.length}`, "200 1", "answer");
        await app.close();
      });
    }
    await test(`${version}: a service that fails at each commit`, async () => {
      const app = appOf(failing());
      app.setErrorHandler((/** @type {any} */ error, /** @type {any} */ request, /** @type {any} */ reply) => {
        request.session.put("failed", 1);
        reply.code(500).send(error.name);
      });
      app.get("/", async () => "fine");
      app.get("/hijacked", async (/** @type {any} */ _request, /** @type {any} */ reply) => (reply.hijack(), void reply.raw.end("h")));
      await listening(app, async (url) => {
        for (const path of ["/", "/hijacked"]) {
          const got = await get(url + path);
          equal(`${got.status} ${got.text === "fine" || got.text === "h"} ${cookiesOf(got)}`, "500 false ", path);
        }
      });
    });
    await test(`${version}: a commit that fails behind a reply that was hijacked stands in the log`, async () => {
      /** @type {string[]} */
      const lines = [];
      const app = create({ logger: { level: "error", stream: { write: (/** @type {string} */ line) => void lines.push(line) } } });
      app.register(session(failing()));
      app.get("/", async (/** @type {any} */ request, /** @type {any} */ reply) => (request.session.put("a", 1), reply.hijack(), void reply.raw.end("h")));
      await listening(app, async (url) => {
        equal((await get(url)).status, 500, "answer");
        equal(lines.filter((line) => JSON.parse(line).err?.type === "StoreError").length > 0, true, lines.join());
      });
    });
    await test(`${version}: errors of Fastify's own are answers below 500, and others' that look like them are by their codes`, async () => {
      const sessions = stores["cookie store"];
      const app = create();
      app.register(session(sessions));
      const errors = [["FST_ERR_OWN", 413, 1], ["FST_ERR_OWN", 499, 1], ["FST_ERR_OWN", 500, 0], ["FST_ERR_OWN", undefined, 0], ["A_FST_", 400, 0], [undefined, 400, 0]];
      app.get("/:at", async (/** @type {any} */ request) => {
        request.session.put("a", 1);
        const [code, statusCode] = errors[request.params.at];
        throw Object.assign(new Error("thrown"), { code, statusCode });
      });
      for (const [at, [code, status, count]] of errors.entries()) equal((await app.inject(`/${at}`)).cookies.length, count, `${code}, ${status}`);
      await app.close();
    });
    await test(`${version}: two sessions of two cookies`, async () => {
      const app = create();
      app.register(session(stores["cookie store"]));
      app.addHook("onRequest", async (/** @type {any} */ request) => void request.session.put("a", 1));
      app.register(async (/** @type {any} */ own) => {
        own.register(session(createSessions({ store: "memory", key: "_other", log: false })));
        own.get("/", async (/** @type {any} */ request) => `${request.session.put("b", 2).get("b")}`);
      });
      const { cookies, body } = await app.inject("/");
      equal(`${body} ${cookies.map((/** @type {any} */ own) => own.name).sort()}`, "2 _app_key,_other", "both");
      await app.close();
    });
    await test(`${version}: skip: for which requests there is none`, async () => {
      const skips = { "at once": (/** @type {any} */ request) => request.url === "/health", "by a promise": async (/** @type {any} */ request) => request.url === "/health" };
      for (const [when, skip] of Object.entries(skips)) {
        const app = create();
        app.register(session(stores["cookie store"], { skip }));
        app.get("*", async (/** @type {any} */ request) => `${request.session?.put("a", 1).get("a")}`);
        const [none, some] = [await app.inject("/health"), await app.inject("/")];
        equal(`${none.body} ${none.cookies.length} ${some.body} ${some.cookies.length}`, "undefined 0 1 1", when);
        await app.close();
      }
    });
    await test(`${version}: what others set to log out is refused`, async () => {
      const app = appOf(stores["cookie store"]);
      app.get("/", async (/** @type {any} */ request) => (request.session = null));
      ok((await app.inject("/")).body.includes("session.drop()"), "says how");
      await app.close();
    });
    await test(`${version}: beside another plugin's request.session`, async () => {
      const app = create();
      app.decorateRequest("session", null);
      app.register(session(stores["cookie store"]));
      const error = await fails(() => app.ready(), "ERR_CONFIG", "both");
      ok(error.message.includes("@fastify/session"), error.message);
    });
  }
  await test("Fastify 3 says which versions there are to be", async () => {
    const app = fastify3();
    app.register(/** @type {any} */ (session(stores["cookie store"])));
    const error = await fails(() => app.ready(), "FST_ERR_PLUGIN_VERSION_MISMATCH", "an older Fastify");
    ok(/4\.x \|\| 5\.x/.test(error.message), error.message);
  });
}
