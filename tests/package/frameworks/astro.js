// @ts-check
// waxseal/astro where walks do not come: pages, what is built once, rewrites, and the pages for errors, which run the middleware again.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createSessions } from "waxseal";
import { session } from "waxseal/astro";
import { equal, fails, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";
import { freePort, waitFor } from "../server.js";
import { cookiesOf, failing, get, serving, stores } from "./http.js";
import { built } from "./walk/drivers/astro.js";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Asks the app. @param {any} sessions @param {(ask: (path: string, cookie?: string) => ReturnType<typeof get>, url: string) => Promise<void>} body @param {() => any} [locals] what the adapter is given */
async function asking(sessions, body, locals = () => undefined) {
  const { handler } = await import(pathToFileURL(join(await built(), "dist/server/entry.mjs")).href);
  const errorPage = (/** @type {any} */ own) => `sorry ${own.put("noted", 1).get("user", "nobody")}`;
  /** @type {any} */ (globalThis).walked = { sessions, errorPage, routes: {} };
  await serving((/** @type {any} */ req, /** @type {any} */ res) => handler(req, res, undefined, locals()), (url) => body((path, cookie = "") => get(url + path, { cookie }), url));
}

/** What the browser has then. @param {any} got @param {string} [before] a key-value store sets no cookie again that is the same */
const ourCookie = ({ headers }, before = "") => {
  const own = headers["set-cookie"]?.findLast((/** @type {string} */ header) => header.startsWith("_app_key="));
  return own ? sentBack(own) : before;
};

/** @param {any} test */
export async function astro(test) {
  for (const [name, sessions] of Object.entries(stores)) {
    const holds = async (/** @type {any} */ got, before = "") => JSON.stringify(await sessions.fetch(ourCookie(got, before)));
    const isKept = name === "key-value store";
    const loggedIn = async () => {
      const own = await sessions.fetch("");
      return sentBack(/** @type {string} */ (await sessions.commit(own.put("user", "ada"))));
    };

    await test(`${name}: a page counts visits, beside Astro's cookies and its own session`, () => asking(sessions, async (ask) => {
      const first = await ask("/page");
      ok(/visit (<!-- -->)?1/.test(first.text) && first.text.includes("another"), first.text);
      equal(cookiesOf(first).split(",").sort().join(), "_app_key,a", "cookies");
      ok(/visit (<!-- -->)?2/.test((await ask("/page", ourCookie(first))).text), "the next");
    }));
    await test(`${name}: a rewrite has the session of the request that it came from, sent once`, () => asking(sessions, async (ask) => {
      const got = await ask("/page?rewrite");
      equal(cookiesOf(got).split(",").sort().join(), "_app_key,a", "cookies");
      equal(await holds(got), '{"outer":1,"visits":1}', "both");
    }));
    await test(`${name}: the page for 404 sees what was answered before it, and one cookie goes out`, () => asking(sessions, async (ask) => {
      for (const [path, outcome, isNew] of /** @type {const} */ ([
        ["/page?lost", '{"lost":1,"user":"ada"}', false], ["/page?lost&note", '{"lost":1,"missed":1,"user":"ada"}', false],
        ["/page?lost&note&twice", '{"lost":1,"missed":1,"user":"ada"}', false], ["/page?out&note", '{"missed":1}', true], ["/page?out&note&twice", '{"missed":1}', true], ["/page?missing&note", '{"missed":1,"user":"ada"}', false],
      ])) {
        const before = await loggedIn();
        const got = await ask(path, before);
        equal(`${got.status} ${got.text.includes("missed")} ${cookiesOf(got)}`, `404 true ${isNew || !isKept ? "_app_key" : ""}`, path);
        equal(await holds(got, before), outcome, path);
      }
      const out = await ask("/page?out", await loggedIn());
      ok(/max-age=0/i.test(`${out.headers["set-cookie"]}`), "a log-out stays one");
      equal(cookiesOf(await ask("/page?missing", await loggedIn())), "", "nothing is done, nothing is set");
    }));
    await test(`${name}: a lifetime of the session's own, before the page for 404 and after what that one does`, () => asking(sessions, async (ask) => {
      for (const path of ["/page?remembered", "/page?remembered&note", "/page?remembered&note&twice"]) {
        const before = await loggedIn();
        const got = await ask(path, before);
        const own = got.headers["set-cookie"] ?? [];
        equal(`${cookiesOf(got)} ${/; max-age=3(599|600);/i.test(`${own}`)}`, "_app_key true", `${path}: ${own}`);
        equal(await holds(got, before), path.includes("note") ? '{"kept":1,"missed":1,"user":"ada"}' : '{"kept":1,"user":"ada"}', path);
      }
    }));
    await test(`${name}: an action that threw what nobody expected commits nothing, by a form and by a script; all else does`, () => asking(sessions, async (_ask, url) => {
      for (const [path, outcome] of /** @type {const} */ ([
        ["/acts?_action=done", '200 {"acted":1,"user":"ada"}'], ["/acts?_action=denied", '403 {"acted":1,"user":"ada"}'], ["/acts?_action=boom", '500 {"user":"ada"}'],
        ["/_actions/done", '200 {"acted":1,"user":"ada"}'], ["/_actions/denied", '403 {"acted":1,"user":"ada"}'], ["/_actions/boom", '500 {"user":"ada"}'],
        ["/acts?_action=done&sorry", '500 {"acted":1,"user":"ada"}'],
      ])) {
        const before = await loggedIn();
        const { status, headers } = await fetch(url + path, { method: "POST", body: new URLSearchParams({ a: "1" }), headers: { cookie: before } });
        equal(`${status} ${await holds({ headers: { "set-cookie": headers.getSetCookie() } }, before)}`, outcome, path);
      }
    }));
    for (const [whose, locals] of /** @type {const} */ ([["Astro's locals", () => undefined], ["the adapter's locals", () => ({ own: 1 })]])) {
      await test(`${name}, ${whose}: of what came before a throw nothing is kept, what the page for 500 does is`, () => asking(sessions, async (ask) => {
        const before = await loggedIn();
        const got = await ask("/page?boom", before);
        equal(`${got.status} ${got.text} ${await holds(got, before)}`, '500 sorry ada {"noted":1,"user":"ada"}', "answer");
      }, locals));
    }
  }
  await test("a commit that fails each time: the page for 500 all the same", () => asking(failing(), async (ask) => {
    const got = await ask("/page");
    equal(`${got.status} ${got.text} ${cookiesOf(got)}`, "500 sorry nobody ", "answer");
  }));
  await test("a page that is built once is untouched", async () => {
    ok((await readFile(join(await built(), "dist/client/built/index.html"), "utf8")).includes("without"), "what was built");
    /** @type {any} */
    const context = { request: new Request("https://example.com"), locals: {}, isPrerendered: true };
    const response = new Response("built");
    equal(await session(stores["cookie store"])(context, () => response), response, "the response itself");
    equal(Object.keys(context.locals).length, 0, "locals");
  });
  await test("astro dev", inDevelopment);
  for (const [name, sessions] of Object.entries(stores)) {
    const contextOf = (/** @type {any} */ more = {}, /** @type {RequestInit} */ init = {}) => {
      const url = new URL("https://example.com/page");
      return { request: new Request(url, init), url, locals: {}, isPrerendered: false, routePattern: "/page", ...more };
    };
    const put = (/** @type {any} */ context) => context.locals.session.put("a", 1);
    await test(`${name}, by hand: conn as a function of the context, skip, and the platform's waitUntil in both of its places`, async () => {
      const { secretKeyBase, ...rest } = plainConfig.sessions;
      const own = name === "cookie store" ? createSessions({ ...rest, store: "cookie" }) : sessions;
      const context = contextOf();
      const byConn = session(/** @type {any} */ (own), { conn: async (/** @type {any} */ given) => ({ secretKeyBase, scheme: given === context ? "http" : "https" }) });
      const response = await byConn(context, () => (put(context), new Response("")));
      equal(response.headers.getSetCookie().map((/** @type {string} */ header) => /; secure/i.test(header)).join(), "false", "Set-Cookie");
      const skipped = contextOf();
      await session(/** @type {any} */ (own), { skip: async () => true })(skipped, () => new Response(""));
      equal("session" in skipped.locals, false, "skipped");
      for (const place of ["cfContext", "runtime"]) {
        /** @type {unknown[]} */
        const kept = [];
        const ctx = { waitUntil: (/** @type {unknown} */ promise) => void kept.push(promise) };
        const given = contextOf({ locals: { [place]: place === "runtime" ? { ctx } : ctx } });
        await session(sessions)(given, () => (put(given), new Response("")));
        equal(kept.length > 0, name !== "cookie store", place);
        await Promise.all(kept);
      }
    });
    await test(`${name}, by hand: of an action that failed nothing is kept, and it is one by its route or by what Astro has of it`, async () => {
      const results = (/** @type {any} */ result) => ({ getActionResult: (/** @type {any} */ action) => (String(action) === "?_action=my+own" ? result : undefined) });
      const asked = { url: new URL("https://example.com/page?_action=my+own") };
      for (const [what, more, method, status, count] of /** @type {[string, any, string, number, number][]} */ ([
        ["by a script", { routePattern: "/_actions/[...path]" }, "POST", 500, 0], ["by a script, answered", { routePattern: "/_actions/[...path]" }, "POST", 400, 1], ["a read of it", { routePattern: "/_actions/[...path]" }, "GET", 500, 1],
        ["by a form", { ...asked, ...results({ error: { status: 500 } }) }, "POST", 500, 0], ["by a form, refused", { ...asked, ...results({ error: { status: 403 } }) }, "POST", 500, 1], ["by a form, done", { ...asked, ...results({ data: 1 }) }, "POST", 500, 1],
        ["by a form, of none", { ...asked, ...results(undefined) }, "POST", 500, 1], ["a page of its own", results({ error: { status: 500 } }), "POST", 500, 1], ["an older Astro", asked, "POST", 500, 1],
      ])) {
        const context = contextOf(more, { method });
        const response = await session(sessions)(context, () => (put(context), new Response("", { status })));
        equal(response.headers.getSetCookie().length, count, what);
      }
    });
    if (name !== "cookie store") await test(`${name}, by hand: a page for 404 that a late request comes to sets no cookie in the new log-in's place`, async () => {
      const before = sentBack(/** @type {string} */ (await sessions.commit((await sessions.fetch("")).put("user", "ada"))));
      await sessions.commit((await sessions.fetch(before)).clear().put("user", "eve").renew());
      const context = contextOf({}, { headers: { cookie: before } });
      const first = await session(sessions)(context, () => new Response("", { status: 404 }));
      const page = { ...context, locals: {} };
      const second = await session(sessions)(page, () => (put(page), new Response("not here", { status: 404 })));
      equal([...first.headers.getSetCookie(), ...second.headers.getSetCookie()].join(), "", "cookies");
    });
    await test(`${name}, by hand: what was thrown is thrown on and kept nothing of, by an inner layer too`, async () => {
      const own = session(sessions);
      const context = contextOf();
      const boom = new Error("boom");
      equal(await own(context, () => (put(context), Promise.reject(boom))).catch((/** @type {unknown} */ error) => error), boom, "the error");
      const again = await own(context, () => new Response(`${context.locals.session.has("a")}`));
      equal(`${await again.text()} ${again.headers.getSetCookie().length}`, "false 0", "what was put");
      // Around one another they are one.
      let inner;
      const outer = await own(context, async () => {
        inner = context.locals.session;
        // A rewrite has locals of its own.
        const answer = await own({ ...context, locals: {} }, () => new Response(""));
        if (context.locals.session === inner) put(context);
        return answer;
      });
      equal(outer.headers.getSetCookie().length, 1, "cookies");
    });
  }
  await test("used wrongly, it says so", async () => {
    const [sessions] = Object.values(stores);
    await fails(() => session(/** @type {any} */ (undefined)), "ERR_CONFIG", "no sessions");
    await fails(() => session(sessions, /** @type {any} */ ({ con: 1 })), "ERR_CONFIG", "an option that nobody knows");
    await fails(() => session(sessions)(new Request("https://example.com"), () => {}), "ERR_CONFIG", "a request");
  });
}

/** Its server of development, which runs the middleware and pages by vite. */
async function inDevelopment() {
  const folder = await mkdtemp(here("../tmp-astro-dev-"));
  await cp(here("astro-dev"), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const port = await freePort();
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", SECRET_KEY_BASE: "0123456789abcdef".repeat(4) };
  const server = spawn(process.execPath, [here("../node_modules/astro/bin/astro.mjs"), "dev", "--port", `${port}`, "--host", "127.0.0.1"], { cwd: folder, env, detached: true, stdio: "ignore" });
  const ended = once(server, "exit");
  try {
    const url = `http://127.0.0.1:${port}`;
    await waitFor(`${url}/count`, 60);
    let cookie = "";
    for (const visit of [1, 2]) {
      const got = await get(url, { cookie });
      ok(new RegExp(`visit (<!-- -->)?${visit}`).test(got.text), got.text.slice(0, 500));
      equal(cookiesOf(got), "_my_app_key", "cookies");
      cookie = sentBack(got.headers["set-cookie"]?.[0] ?? "");
    }
    const boom = await get(`${url}/boom`, { cookie });
    equal(`${boom.status} ${cookiesOf(boom)}`, "500 ", "what was not expected");
    equal((await get(`${url}/count`, { cookie })).text, '{"visits":2}', "what is left");
  } finally {
    if (server.pid && server.exitCode === null) process.kill(-server.pid, "SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
