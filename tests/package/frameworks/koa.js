// @ts-check
// waxseal/koa where walks do not come.

import { once } from "node:events";
import { request } from "node:http";
import Koa from "koa";
import Koa2 from "koa2";
import { session } from "waxseal/koa";
import { equal, fails, ok } from "../../conformance/check.js";
import { sentBack } from "../../conformance/cookie.js";
import { cookiesOf, failing, get, serving, stores } from "./http.js";

/** @param {any} create @param {any} sessions @param {Record<string, (ctx: any) => unknown>} routes by path, each after a put @param {any[]} [around] */
function appOf(create, sessions, routes, around = []) {
  const app = new create();
  app.silent = true;
  for (const middleware of around) app.use(middleware);
  app.use(session(sessions));
  app.use((/** @type {any} */ ctx) => (ctx.session.put("a", 1), routes[ctx.path](ctx)));
  return app.callback();
}

/** @param {any} test */
export async function koa(test) {
  for (const [version, create] of [["Koa 3", Koa], ["Koa 2", Koa2]]) {
    for (const [name, sessions] of Object.entries(stores)) {
      await test(`${version}, ${name}: bodies, and what passes Koa by`, async () => {
        const app = appOf(create, sessions, {
          "/json": (ctx) => (ctx.body = { a: 1 }),
          "/buffer": (ctx) => (ctx.body = Buffer.from("b")),
          "/past": (ctx) => {
            ctx.respond = false;
            ctx.res.writeHead(200, { "Set-Cookie": "own=1" }).end("past");
          },
          "/nothing": () => {},
          ...(version === "Koa 3" ? {
            "/blob": (/** @type {any} */ ctx) => (ctx.body = new Blob(["blob"])),
            "/web": (/** @type {any} */ ctx) => (ctx.body = new Response("web").body),
          } : {}),
        });
        await serving(app, async (url) => {
          const wanted = { json: '{"a":1} _app_key', buffer: "b _app_key", past: "past own,_app_key", nothing: "Not Found _app_key" };
          const more = version === "Koa 3" ? { blob: "blob _app_key", web: "web _app_key" } : {};
          for (const [path, outcome] of Object.entries({ ...wanted, ...more })) {
            const got = await get(`${url}/${path}`);
            equal(`${got.text} ${cookiesOf(got)}`, outcome, path);
          }
        });
      });
      if (name === "key-value store") await test(`${version}, ${name}: a client that goes away before the answer is logged out all the same`, async () => {
        for (const answer of [(/** @type {any} */ ctx) => (ctx.body = "out"), (/** @type {any} */ ctx) => ctx.redirect("/"), (/** @type {any} */ ctx) => ctx.throw(401)]) {
          const cookie = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
          const [begun, done] = [Promise.withResolvers(), Promise.withResolvers()];
          const app = appOf(create, sessions, {
            "/out": async (ctx) => {
              ctx.session.drop();
              begun.resolve(undefined);
              await once(ctx.res, "close");
              return answer(ctx);
            },
          }, [async (/** @type {any} */ _ctx, /** @type {any} */ next) => {
            try {
              await next();
            } finally {
              done.resolve(undefined);
            }
          }]);
          await serving(app, async (url) => {
            const asked = request(`${url}/out`, { headers: { cookie }, agent: false }).on("error", () => {});
            asked.end();
            await begun.promise;
            asked.destroy();
            await done.promise;
            equal((await sessions.fetch(cookie)).get("user"), undefined, `${answer}`);
          });
        }
      });
      await test(`${version}, ${name}: who answers past Koa, and later, may write until then`, async () => {
        const past = (/** @type {any} */ ctx) => {
          ctx.respond = false;
          setImmediate(() => {
            ctx.session.put("late", 1);
            ctx.res.end("past");
          });
        };
        await serving(appOf(create, sessions, { "/past": past }), async (url) => {
          const got = await get(`${url}/past`);
          const own = await sessions.fetch(got.headers["set-cookie"][0].split(";")[0]);
          equal(`${got.status} ${got.text} ${own.get("late")}`, "404 past 1", "answer");
        });
      });
      await test(`${version}, ${name}: errors that nobody catches`, async () => {
        const app = appOf(create, sessions, {
          "/throw": (ctx) => ctx.throw(401),
          "/assert": (ctx) => ctx.assert(false, 404),
          "/boom": () => { throw new Error("boom"); },
          // As errors of HTTP clients have one.
          "/status": () => { throw Object.assign(new Error("theirs"), { status: 404 }); },
          "/heavy": (ctx) => (ctx.session.put("heavy", "x".repeat(5000)), ctx.body = "fine"),
        });
        await serving(app, async (url) => {
          const wanted = { throw: "401 _app_key Cookie", assert: "404 _app_key Cookie", boom: "500  Cookie", status: "404  Cookie" };
          const more = name === "cookie store" ? { heavy: "500  Cookie" } : {};
          for (const [path, outcome] of Object.entries({ ...wanted, ...more })) {
            const got = await get(`${url}/${path}`);
            equal(`${got.status} ${cookiesOf(got)} ${got.headers.vary}`, outcome, path);
          }
        });
      });
      await test(`${version}, ${name}: what was committed goes out though middleware around it throws`, async () => {
        const around = async (/** @type {any} */ _ctx, /** @type {any} */ next) => {
          await next();
          throw new Error("late");
        };
        await serving(appOf(create, sessions, { "/": (ctx) => (ctx.body = "fine") }, [around]), async (url) => {
          const got = await get(`${url}/`);
          equal(`${got.status} ${got.text} ${cookiesOf(got)}`, "500 Internal Server Error _app_key", "answer");
        });
      });
    }
    await test(`${version}: skip: for which requests there is none`, async () => {
      const skips = { "at once": (/** @type {any} */ ctx) => ctx.path === "/health", "by a promise": async (/** @type {any} */ ctx) => ctx.path === "/health" };
      for (const [when, skip] of Object.entries(skips)) {
        const app = new create();
        app.use(session(stores["cookie store"], { skip }));
        app.use((/** @type {any} */ ctx) => (ctx.body = `${ctx.session?.put("a", 1).get("a")}`));
        await serving(app.callback(), async (url) => {
          const [none, some] = [await get(`${url}/health`), await get(url)];
          equal(`${none.text} ${cookiesOf(none)} ${some.text} ${cookiesOf(some)}`, "undefined  1 _app_key", when);
        });
      }
    });
    await test(`${version}: a commit that fails, past Koa too`, async () => {
      const app = appOf(create, failing(), {
        "/": (ctx) => (ctx.body = "fine"),
        "/past": (ctx) => (ctx.respond = false, ctx.res.end("past")),
      });
      await serving(app, async (url) => {
        for (const path of ["/", "/past"]) equal(`${(await get(url + path)).status}`, "500", path);
      });
    });
    await test(`${version}: used wrongly, it says so`, async () => {
      const both = new create();
      both.silent = true;
      both.context.session = {};
      both.use(async (/** @type {any} */ ctx, /** @type {any} */ next) => next().catch((/** @type {Error} */ error) => (ctx.body = error.message)));
      both.use(session(stores["cookie store"]));
      await serving(both.callback(), async (url) => ok((await get(url)).text.includes("koa-session"), "both"));
      await serving(appOf(create, stores["cookie store"], { "/": (ctx) => (ctx.session = null) }), async (url) => equal((await get(url)).status, 500, "ctx.session = null"));
      /** @type {any} */
      let told;
      const early = (/** @type {any} */ ctx, /** @type {any} */ next) => (ctx.respond = false, ctx.res.end("early"), next().catch((/** @type {any} */ error) => (told = error)));
      await serving(appOf(create, stores["cookie store"], {}, [early]), async (url) => void await get(url));
      ok(told?.code === "ERR_CONFIG" && /before what answers/.test(told.message), `${told}`);
    });
  }
  await fails(() => /** @type {any} */ (session)({}), "ERR_CONFIG", "no sessions");
  await fails(() => session(stores["cookie store"])(/** @type {any} */ ({ headers: {} }), async () => {}), "ERR_CONFIG", "in Express");
}
