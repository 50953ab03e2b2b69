// @ts-check
// waxseal/h3 where walks do not come: what is on the event, errors that are answers, caches of handlers, h3 1, and Nitro.

import { H3, HTTPError, bodyLimit, handleCacheHeaders, mockEvent, onError, onResponse, toResponse, toNodeHandler, withCacheIsolation } from "h3";
import { createApp, eventHandler, fromNodeMiddleware, toNodeListener, toWebHandler } from "h3-1";
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createMemoryStorage, defineCachedHandler } from "ocache";
import { createSessions } from "waxseal";
import { session } from "waxseal/h3";
import { session as nodeSession } from "waxseal/node";
import { equal, fails, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";
import { freePort, waitFor } from "../server.js";
import { cookiesOf, failing, failingFor, get, serving, stores } from "./http.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const names = (/** @type {Response} */ response) => response.headers.getSetCookie().map((header) => header.split("=")[0]).join();

/** An app with a session, into which each request puts something. @param {any} sessions @param {any} [config] */
function appOf(sessions, config = {}) {
  const app = new H3({ silent: true, ...config });
  app.use(session(sessions));
  app.use((event, next) => (event.context.session.put("a", 1), next()));
  return app;
}

/** @param {any} test */
export async function h3(test) {
  for (const [name, sessions] of Object.entries(stores)) {
    await test(`${name}: an HTTPError, thrown or given, has its headers, errHeaders and the cookie`, async () => {
      const app = appOf(sessions);
      const error = () => new HTTPError({ status: 401, headers: { "x-error": "1", "set-cookie": "b=2" } });
      const answer = (/** @type {any} */ event) => {
        event.res.headers.set("x-dropped", "1");
        event.res.errHeaders.set("x-kept", "1");
        event.res.errHeaders.append("set-cookie", "a=1");
        return error();
      };
      app.get("/given", answer);
      app.get("/thrown", (event) => {
        throw answer(event);
      });
      for (const path of ["/given", "/thrown"]) {
        const response = await app.request(path);
        equal(`${response.status} ${names(response)}`, "401 b,a,_app_key", path);
        equal(["x-error", "x-kept", "x-dropped"].map((header) => response.headers.get(header)).join(), "1,1,", path);
      }
    });
    await test(`${name}: forward of a Node server's event.req`, async () => {
      const app = appOf(sessions);
      app.all("/", async (event) => {
        const sent = await sessions.forward(event.context.session.drop(), event.req);
        return [sent.method, sent.headers.get("cookie"), sent.headers.get("x-own"), await sent.text()].join();
      });
      await serving(toNodeHandler(app), async (url) => {
        const sent = await fetch(url, { method: "POST", body: "form", headers: { cookie: `own=1; _app_key=${"A".repeat(43)}`, "x-own": "1" } });
        equal(await sent.text(), "POST,own=1,1,form", "the request that goes on");
      });
    });
    await test(`${name}: skip: for which requests there is none`, async () => {
      const skips = { "at once": (/** @type {any} */ event) => event.url.pathname === "/health", "by a promise": async (/** @type {any} */ event) => event.url.pathname === "/health" };
      for (const [when, skip] of Object.entries(skips)) {
        const app = new H3({ silent: true }).use(session(sessions, { skip })).get("/**", (event) => `${event.context.session?.put("a", 1).get("a")}`);
        const [none, some] = [await app.request("/health"), await app.request("/")];
        equal(`${await none.text()} ${names(none)} ${none.headers.get("vary")} ${await some.text()} ${names(some)}`, "undefined  null 1 _app_key", when);
      }
      await fails(() => session(sessions, /** @type {any} */ ({ skip: "/health" })), "ERR_CONFIG", "no function");
    });
    await test(`${name}: a page that is not there, a number that is thrown: answers`, async () => {
      const app = appOf(sessions);
      app.get("/number", () => {
        throw 418;
      });
      for (const [path, status] of [["/nowhere", 404], ["/number", 418]]) {
        const response = await app.request(`${path}`);
        equal(`${response.status} ${names(response)}`, `${status} _app_key`, `${path}`);
      }
    });
    await test(`${name}: what middleware prepared for the response is on it, and whatever is thrown`, async () => {
      const app = appOf(sessions);
      app.use((event, next) => {
        Object.assign(event.res, { status: 202, statusText: "Prepared" });
        event.res.headers.set("x-prepared", "1");
        return next();
      });
      app.get("/page", () => "page");
      for (const [at, thrown] of [undefined, null, "text", {}, { name: "HTTPError" }, { name: "HTTPError", unhandled: true }, Symbol("none"), 404].entries()) {
        app.get(`/${at}`, () => {
          throw thrown;
        });
      }
      const page = await app.request("/page");
      equal(`${page.status} ${page.statusText} ${page.headers.get("x-prepared")} ${names(page)}`, "202 Prepared 1 _app_key", "page");
      const alone = new H3({ silent: true });
      for (const [at, thrown] of [undefined, null, "text", {}].entries()) {
        alone.get(`/${at}`, () => {
          throw thrown;
        });
        const response = await app.request(`/${at}`);
        equal(`${response.status} ${names(response)}`, `${(await alone.request(`/${at}`)).status} `, String(thrown));
      }
    });
    await test(`${name}: an error that was not expected, thrown or given, by a handler or by onError; what onError did before goes out`, async () => {
      const app = appOf(sessions, {
        onError(/** @type {any} */ error, /** @type {any} */ event) {
          if (event.url.pathname === "/again") throw new Error("again");
          event.res.status = 503;
          event.res.headers.set("x-page", error.cause?.message ?? error.message);
          if (event.url.pathname === "/noted") event.context.session.put("noted", 1);
          return "sorry";
        },
      });
      const boom = () => {
        throw new Error("boom");
      };
      for (const path of ["/boom", "/again", "/noted"]) app.get(path, boom);
      app.get("/given", () => new Error("boom"));
      app.get("/cause", () => {
        throw new HTTPError({ status: 403, unhandled: true });
      });
      for (const [path, outcome] of [["/boom", "503 "], ["/given", "503 "], ["/cause", "503 "], ["/again", "500 "], ["/noted", "503 _app_key"]]) {
        const response = await app.request(path);
        equal(`${response.status} ${names(response)}`, outcome, path);
        if (path !== "/again") ok(response.headers.get("x-page"), `${path}: what onError prepared`);
      }
      const noted = await app.request("/noted");
      const later = await sessions.fetch(sentBack(noted.headers.getSetCookie()[0]));
      equal(JSON.stringify(later), '{"noted":1}', "in it");
    });
    await test(`${name}: what is thrown through an inner layer is an answer, or is none`, async () => {
      const inner = new H3();
      inner.use(session(sessions));
      for (const [path, thrown] of /** @type {const} */ ([["/denied", new HTTPError({ status: 403 })], ["/number", 418], ["/boom", new Error("boom")]])) {
        inner.get(path, () => {
          throw thrown;
        });
      }
      const app = appOf(sessions);
      app.mount("/inner", inner);
      const alone = new H3({ silent: true }).mount("/inner", inner);
      const outer = sessions.handle(async (request, own) => (own.put("a", 1), alone.fetch(request)));
      for (const [path, wanted] of [["/denied", "_app_key"], ["/number", "_app_key"], ["/boom", ""]]) {
        equal(names(await app.request(`/inner${path}`)), wanted, path);
        equal(names(await outer(new Request(`http://app.test/inner${path}`))), wanted, `${path}, in an app of another kind`);
      }
    });
    await test(`${name}: two sessions of two cookies: what was not expected is told to both`, async () => {
      const app = appOf(createSessions({ ...plainConfig.sessions, store: "cookie", key: "_other" }), { onError: () => "sorry" });
      app.use(session(sessions));
      app.get("/fine", (event) => `${/** @type {any} */ (event.context).session.put("b", 1).get("b")}`);
      app.get("/boom", (event) => {
        /** @type {any} */ (event.context).session.put("b", 1);
        throw new Error("boom");
      });
      equal(names(await app.request("/fine")).split(",").sort().join(), "_app_key,_other", "both commit");
      equal(names(await app.request("/boom")), "", "neither does");
    });
    await test(`${name}: the hooks of the app and of middlewares, each once`, async () => {
      /** @type {string[]} */
      const said = [];
      const app = new H3({ silent: true, onRequest: () => void said.push("request"), onResponse: (response) => void said.push(`response ${names(response)}`) });
      app.use(onResponse((response) => void said.push(`outer ${names(response)}`)));
      app.use(session(sessions));
      app.use(onError((error, event) => (event.context.session.put("b", 1), said.push(`error ${error.message}`), "caught")));
      app.get("/", () => {
        throw new Error("boom");
      });
      equal(await (await app.request("/")).text(), "caught", "answer");
      equal(said.join(), "request,error boom,outer _app_key,response _app_key", "in order");
    });
    await test(`${name}: one session, though another middleware puts a request of its own in place`, async () => {
      const app = appOf(sessions);
      app.use(bodyLimit(1000));
      app.use(session(sessions));
      app.post("/", async (event) => `${event.context.session.put("b", 1).get("a")} ${await event.req.text()}`);
      const response = await app.request("/", { method: "POST", body: "body" });
      equal(`${names(response)} ${await response.text()}`, "_app_key 1 body", "answer");
    });
    await test(`${name}: a response of fetch: immutable, with cookies of its own; and HEAD`, async () => {
      await serving((/** @type {any} */ _req, /** @type {any} */ res) => res.setHeader("set-cookie", ["a=1", "b=2"]).end("theirs"), async (url) => {
        const app = appOf(sessions);
        app.get("/", () => fetch(url));
        const response = await app.request("/");
        equal(`${names(response)} ${await response.text()}`, "a,b,_app_key theirs", "answer");
        const head = await app.request("/", { method: "HEAD" });
        equal(`${names(head)} ${await head.text()}`, "a,b,_app_key ", "HEAD");
      });
    });
    await test(`${name}: a cached handler's page is without the cookie, and one that took the session is not kept`, async () => {
      const app = new H3({ silent: true });
      app.use(session(sessions));
      let runs = 0;
      const cached = (/** @type {(event: any) => any} */ handler, /** @type {string} */ name) => withCacheIsolation(/** @type {any} */ (defineCachedHandler(handler, /** @type {any} */ ({
        name, maxAge: 60, storage: createMemoryStorage(), toResponse: (/** @type {any} */ value, /** @type {any} */ event) => toResponse(value, event), handleCacheHeaders,
      }))));
      app.get("/same", cached(() => `run ${runs += 1}`, "same"));
      app.get("/own", cached((event) => `${event.context.session.put("a", 1).get("user", "nobody")} ${runs += 1}`, "own"));
      for (const [path, first, second] of [["/same", "run 1", "run 1"], ["/own", "nobody 2", "nobody 3"]]) {
        const [one, other] = [await app.request(path), await app.request(path)];
        equal(`${await one.text()}, ${await other.text()}`, `${first}, ${second}`, path);
        const isOwn = path === "/own";
        equal(`${names(one)} ${names(other)}`, isOwn ? "_app_key _app_key" : " ", `${path}: each its own`);
        equal(one.headers.get("cache-control")?.includes("private"), isOwn, `${path}: ${one.headers.get("cache-control")}`);
      }
    });
  }
  await test("h3 1, by the middleware of waxseal/node; ours says so", async () => {
    const app = createApp();
    app.use(fromNodeMiddleware(nodeSession(stores["cookie store"])));
    app.use("/", eventHandler((event) => `visit ${/** @type {any} */ (event.node.req).session.put("a", 1).get("a")}`));
    await serving(toNodeListener(app), async (url) => {
      const got = await get(url);
      equal(`${got.text} ${cookiesOf(got)}`, "visit 1 _app_key", "answer");
    });
    const wrong = createApp();
    wrong.use(eventHandler((event) => session(stores["cookie store"])(event, () => {}).catch((error) => error.message)));
    await serving(toNodeListener(wrong), async (url) => ok((await get(url)).text.includes("fromNodeMiddleware"), "what it says"));
  });
  await test("h3 1, called by the app itself: a session that is only read waits for no store, and one that changes is waited for by a hook", async () => {
    const docs = await readFile(here("../../../docs/frameworks.md"), "utf8");
    const [, code] = /hook\("afterResponse", (.*?)\);\n\}\);/s.exec(docs) ?? [];
    const onAfterResponse = new Function(`return ${code}`)();
    const kept = new Map();
    const own = { init: () => ({}), get: async (/** @type {unknown} */ _conn, /** @type {string} */ sid) => [sid, kept.get(sid) ?? {}], put: async (/** @type {unknown} */ _conn, /** @type {any} */ _sid, /** @type {unknown} */ session) => (kept.set("sid", session), "sid"), delete: async () => {} };
    const all = { ...stores, "a store of one's own": createSessions({ store: own, key: "_app_key" }) };
    for (const [name, sessions] of Object.entries(all)) {
      const app = createApp({ onAfterResponse });
      app.use(fromNodeMiddleware(nodeSession(sessions)));
      app.use("/put", eventHandler((event) => `${/** @type {any} */ (event.node.req).session.put("a", 1).get("a")}`));
      app.use("/", eventHandler((event) => /** @type {any} */ (event.node.req).session.get("user", "nobody")));
      const ask = toWebHandler(app);
      const [put, read] = [await ask(new Request("http://app.test/put")), await ask(new Request("http://app.test/"))];
      equal(`${await put.text()} ${names(put)} ${await read.text()}`, "1 _app_key nobody", name);
      const alone = createApp();
      alone.use(fromNodeMiddleware(nodeSession(sessions)));
      alone.use("/", eventHandler((event) => /** @type {any} */ (event.node.req).session.get("user", "nobody")));
      equal(await (await toWebHandler(alone)(new Request("http://app.test/", { headers: { cookie: sentBack(put.headers.getSetCookie()[0]) } }))).text(), "nobody", `${name}, without the hook`);
    }
  });
  await test("used wrongly, it says so", async () => {
    await fails(() => session(/** @type {any} */ (undefined)), "ERR_CONFIG", "no sessions");
    await fails(() => session(stores["cookie store"], /** @type {any} */ ({ con: 1 })), "ERR_CONFIG", "an option that nobody knows");
    await fails(() => session(stores["cookie store"])(mockEvent("/"), () => {}), "ERR_CONFIG", "an event of no app");
    const app = appOf(stores["cookie store"]);
    app.get("/", (event) => (/** @type {any} */ (event.context).session = null));
    equal((await app.request("/")).status, 500, "a log-out of other libraries");
  });
  await test("a request whose commits failed may be tried once more", async () => {
    const app = appOf(failingFor(1));
    app.get("/", () => "page");
    const request = new Request("http://example.com/");
    const outcome = async () => {
      const response = await app.fetch(request);
      return `${response.status} ${names(response)}`;
    };
    equal(`${await outcome()}, ${await outcome()}`, "500 , 200 _app_key", "answers");
  });
  await test("what stands between two layers may write behind the inner one", async () => {
    for (const sessions of Object.values(stores)) {
      const app = new H3({ silent: true });
      app.use(session(sessions));
      app.use(async (event, next) => {
        const answer = await next();
        /** @type {any} */ (event.context).session.put("late", 1);
        return answer;
      });
      app.use(session(sessions));
      app.get("/", () => "page");
      const response = await app.request("/");
      equal(JSON.stringify(await sessions.fetch(sentBack(response.headers.getSetCookie()[0]))), '{"late":1}', "what is in it");
    }
  });
  await test("a commit that fails each time: onError is asked twice, and its answer goes out", async () => {
    let asked = 0;
    const app = appOf(failing(), { onError: (/** @type {any} */ _error, /** @type {any} */ event) => (event.context.session.put("b", asked += 1), "sorry") });
    app.get("/", () => "fine");
    const response = await app.request("/");
    equal(`${await response.text()} ${names(response)} ${asked}`, "sorry  2", "answer");
  });
  await test("Nitro 3, as it is built for Node", nitro);
}

async function nitro() {
  const folder = await mkdtemp(here("../tmp-nitro-"));
  try {
    await mkdir(join(folder, "node_modules/waxseal"), { recursive: true });
    for (const part of ["dist", "entry", "wasm", "package.json"]) await cp(here(`../../../pkg/${part}`), join(folder, "node_modules/waxseal", part), { recursive: true });
    await cp(here("nitro"), folder, { recursive: true });
    await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    await promisify(execFile)(process.execPath, [here("../node_modules/nitro/dist/cli/index.mjs"), "build"], { cwd: folder });
    const port = await freePort();
    const server = spawn(process.execPath, [join(folder, ".output/server/index.mjs")], { env: { ...process.env, PORT: `${port}`, NITRO_HOST: "127.0.0.1" }, stdio: "ignore" });
    const ended = new Promise((done) => server.once("exit", done));
    try {
      const url = `http://127.0.0.1:${port}`;
      await waitFor(url);
      const first = await get(url);
      equal(`${first.text} ${first.headers["x-own"]} ${cookiesOf(first)}`, "visit 1 1 a,_my_app_key", "answer");
      const cookie = sentBack(/** @type {string[]} */ (first.headers["set-cookie"])[1]);
      equal((await get(url, { cookie })).text, "visit 2", "the next");
      const denied = await get(`${url}/denied`, { cookie });
      equal(`${denied.status} ${/ 1970 /.test(`${denied.headers["set-cookie"]}`)}`, "401 true", "a thrown answer");
      const boom = await get(`${url}/boom`, { cookie });
      equal(`${boom.status} ${cookiesOf(boom)}`, "500 ", "an error");
    } finally {
      server.kill();
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
