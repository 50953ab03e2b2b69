// @ts-check
// waxseal/react-router under React Router's own loaders and actions.

import { createSession, createStaticHandler, data, redirect } from "react-router";
import { createSessions } from "waxseal";
import { csrfToken, flash, logIn, logOut, userToken, verifyCsrf } from "waxseal/phoenix";
import { sessionStorage } from "waxseal/react-router";
import { equal, fails, ok } from "../../conformance/check.js";
import { rowsStore } from "../../conformance/api/rows-store.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";

/** @param {any} test */
export async function reactRouter(test) {
  for (const [name, sessions] of Object.entries({
    "cookie store": createSessions({ ...plainConfig.sessions, store: "cookie", secure: true }),
    "key-value store": createSessions({ store: "memory", key: "sid", log: false, secure: true }),
  })) {
    const { getSession, commitSession, destroySession } = sessionStorage(sessions);
    const session = (/** @type {Request} */ request) => getSession(request.headers.get("Cookie"));
    const { queryRoute } = createStaticHandler([
      {
        path: "/",
        loader: async ({ request }) => {
          const own = await session(request);
          const answer = [own.get("user") ?? "nobody", own.get("notice") ?? "-", own.has("notice")].join();
          return new Response(answer, { headers: { "Set-Cookie": await commitSession(own) } });
        },
      },
      {
        path: "/login",
        action: async ({ request }) => {
          const own = await session(request);
          own.set("user", (await request.formData()).get("user"));
          own.flash("notice", "welcome");
          return redirect("/", { headers: { "Set-Cookie": await commitSession(own) } });
        },
      },
      {
        path: "/logout",
        action: async ({ request }) => redirect("/", { headers: { "Set-Cookie": await destroySession(await session(request)) } }),
      },
    ]);
    let cookie = "";
    const visit = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => {
      const response = await queryRoute(new Request(`https://example.com${path}`, { ...init, headers: { cookie } }));
      const header = response.headers.getSetCookie()[0] ?? "";
      if (header !== "") cookie = / 1970 /.test(header) ? "" : sentBack(header);
      return response;
    };
    const log = (/** @type {string} */ way, /** @type {Record<string, string>} */ form = {}) =>
      visit(`/${way}`, { method: "POST", body: new URLSearchParams(form) });

    await test(`${name}: log-in, a flash that is read once, log-out`, async () => {
      equal(await (await visit("/")).text(), "nobody,-,false", "before");
      equal(cookie, "", "no cookie without a session");
      equal((await log("login", { user: "ada" })).status, 302, "log-in");
      equal(await (await visit("/")).text(), "ada,welcome,false", "the flash");
      equal(await (await visit("/")).text(), "ada,-,false", "the flash is gone");
      const before = cookie;
      await log("logout");
      equal(cookie, "", "the cookie is deleted");
      if (name === "key-value store") cookie = before;
      equal(await (await visit("/")).text(), "nobody,-,false", "after");
    });
    await test(`${name}: data, unset, and what is refused`, async () => {
      const own = await getSession();
      own.set("a", 1);
      own.unset("a");
      own.set("b", 2);
      equal(JSON.stringify(own.data), '{"b":2}', "data");
      own.flash("f", 3);
      equal(`${own.has("b")} ${own.has("f")} ${own.has("none")} ${own.get("none")}`, "true true false undefined", "has");
      equal(`${own.get("f")} ${own.has("f")} ${own.get("f")}`, "3 false undefined", "a flash is read once");
      own.flash("g", 4);
      own.unset("g");
      equal(`${own.has("g")} ${own.id}`, "false ", "unset");
      await fails(() => commitSession(/** @type {any} */ ({})), "ERR_CONFIG", "another's session");
      await fails(() => /** @type {any} */ (commitSession)(own, { path: "/a" }), "ERR_CONFIG", "an option of createSessions");
      await fails(() => commitSession(own, { maxAge: 1e12 }), "ERR_CONFIG", "a time that no browser keeps");
    });
    await test(`${name}: maxAge and expires are the cookie's, and an age of none or less ends it`, async () => {
      const committed = async (/** @type {any} */ options) => {
        const own = await getSession();
        own.set("a", 1);
        const header = await commitSession(own, options);
        const expires = /; expires=([^;]+)/i.exec(header)?.[1];
        return { age: /; max-age=(-?\d+)/i.exec(header)?.[1], seconds: expires && Math.round((Date.parse(expires) - Date.now()) / 1000), count: header.split(/expires=/i).length - 1, ages: header.split(/max-age/i).length - 1 };
      };
      for (const maxAge of [3600, 1, 0, -1, 34_560_000, -34_560_000]) {
        const { age, seconds, count } = await committed({ maxAge });
        equal(`${age} ${count}`, `${maxAge} 1`, `maxAge: ${maxAge}`);
        ok(Math.abs(Number(seconds) - maxAge) <= 2, `maxAge: ${maxAge}: expires in ${seconds}`);
      }
      for (const expires of [new Date(Date.UTC(2100, 0)), new Date(Date.UTC(1601, 0)), new Date(Date.UTC(9999, 11, 31))]) {
        const { ages, seconds, count } = await committed({ expires });
        equal(`${ages} ${count}`, "0 1", `${expires}`);
        ok(Math.abs(Number(seconds) * 1000 + Date.now() - expires.getTime()) <= 2000, `${expires}: ${seconds}`);
      }
      equal(JSON.stringify(await committed({ maxAge: undefined, expires: undefined })), '{"count":0,"ages":0}', "what is undefined is not given");
      equal(JSON.stringify(await committed(undefined)), '{"count":0,"ages":0}', "nothing");
    });
    await test(`${name}: what React Router's own session tests expect`, async () => {
      const own = await getSession(null);
      own.set("user", "ada");
      own.flash("notice", "hi");
      const first = await commitSession(own, { maxAge: 500 });
      ok(/; max-age=500$/.test(first) && /; expires=/.test(first), first);
      const remembered = (/** @type {string} */ header) => ok(/; max-age=(4\d\d|500)(;|$)/.test(header), header);
      remembered(await commitSession(own));
      const later = await getSession(sentBack(first));
      later.set("page", 2);
      remembered(await commitSession(later));
      const read = await getSession(sentBack(first), { decode: String });
      equal(read.get("user"), "ada", "what was set");
      const header = await commitSession(read);
      equal((await getSession(sentBack(header))).get("user"), "ada", "a session that was only read has its cookie again");
      remembered(header);
      equal(read.get("notice"), "hi", "a flash that is read after the commit");
      const again = await getSession(sentBack(first));
      again.unset("notice");
      equal([again.has("notice"), again.get("notice")].join(), "false,", "unset takes the flash too");
      for (const any of [await getSession(null), again, createSession({ user: "bob" })]) {
        ok(/^[^=]+=; .*max-age=0/.test(await destroySession(any)), "the deleting header");
      }
      ok(/^[^=]+=; .*max-age=0/.test(await commitSession(await getSession(null))), "no session, no cookie");
      for (const lasting of [{ maxAge: 3600 }, { expires: new Date(Date.now() + 1e7) }]) {
        ok(/^[^=]+=; .* 1970 .*max-age=0/.test(await commitSession(await getSession(null), lasting)), "no session to last");
        const gone = await getSession(sentBack(first));
        await destroySession(gone);
        ok(/^[^=]+=; .* 1970 .*max-age=0/.test(await commitSession(gone, lasting)), "what was destroyed lasts no longer");
      }
      for (const expires of [new Date(NaN), new Date(8.64e15), new Date(-1e14)]) {
        await fails(() => commitSession(createSession({ user: "bob" }), { expires }), "ERR_CONFIG", "a year that browsers can't read");
      }
      const unknown = `${first.slice(0, first.indexOf("="))}=${"A".repeat(43)}`;
      ok(/^[^=]+=; .*max-age=0/.test(await commitSession(await getSession(unknown))), "a cookie that nobody knows is not sent again");
      const made = await commitSession(createSession({ user: "bob" }));
      equal((await getSession(sentBack(made))).get("user"), "bob", "a session of createSession");
    });
    if (name === "key-value store") await test(`${name}: a request that comes late, or where the service has no record yet, deletes no new log-in's cookie`, async () => {
      const own = await getSession();
      own.set("user", "ada");
      const [before, unknown] = [sentBack(await commitSession(own)), `sid=${"A".repeat(43)}`];
      const logsIn = await sessions.fetch(before);
      const login = sentBack(/** @type {string} */ (await sessions.commit(logsIn.clear().put("user", "eve").renew())));
      for (const [what, cookie] of [["a late one", before], ["an unknown one", unknown]]) {
        for (const act of ["get", "set", "flash"]) {
          if (cookie === unknown && act !== "get") continue;
          const late = await getSession(cookie);
          late[act]("seen", 1);
          const header = await commitSession(late, { maxAge: 60 });
          ok(/^sid\.none=;.* 1970 .*max-age=0/.test(header), `${what}, ${act}: ${header}`);
          equal(await commitSession(late), header, `${what}, ${act}: once more`);
          ok(/^sid=;.*max-age=0/.test(await destroySession(await getSession(cookie))), `${what}: a log-out`);
        }
      }
      equal((await getSession(login)).get("user"), "eve", "the log-in");
    });
    await test(`${name}: what was committed already is destroyed all the same`, async () => {
      for (const change of [(/** @type {any} */ own) => own.set("theme", "dark"), (/** @type {any} */ own) => own.has("user"), (/** @type {any} */ own) => logIn(own, "token")]) {
        const own = await getSession(sentBack(await commitSession(createSession({ user: "ada" }))));
        change(own);
        const cookie = sentBack(await commitSession(own));
        equal(await destroySession(own), await destroySession(own), "the deleting header, once and twice");
        // What was in a cookie is there for who kept it.
        if (name !== "cookie store") equal(JSON.stringify((await getSession(cookie)).data), "{}", "log-out");
      }
    });
    await test(`${name}: what is thrown with a cookie is an answer: data() of a loader, a Response of an action`, async () => {
      const out = async (/** @type {Request} */ request) => ({ "Set-Cookie": await destroySession(await session(request)) });
      const { query } = createStaticHandler([{
        id: "root",
        path: "/",
        loader: async ({ request }) => { throw data("no", { status: 403, headers: await out(request) }); },
        action: async ({ request }) => { throw new Response("no", { status: 401, headers: await out(request) }); },
        ErrorBoundary: () => null,
      }]);
      const own = await getSession(null);
      own.set("user", "ada");
      const sent = { cookie: sentBack(await commitSession(own)) };
      const loaded = /** @type {any} */ (await query(new Request("https://example.com/", { headers: sent })));
      equal(loaded.statusCode, 403, "data()");
      ok(/max-age=0/.test(loaded.loaderHeaders.root.get("set-cookie")), "the deleting header");
      const acted = /** @type {any} */ (await query(new Request("https://example.com/", { method: "POST", headers: sent, body: new URLSearchParams({ a: "1" }) })));
      equal(acted.statusCode, 401, "a Response");
      ok(/max-age=0/.test(acted.actionHeaders.root.get("set-cookie")), "the deleting header");
      if (name === "key-value store") equal((await getSession(sent.cookie)).get("user"), undefined, "logged out");
    });
    await test(`${name}: Phoenix's flash over a redirect, shown once; a token of Phoenix's`, async () => {
      const { queryRoute } = createStaticHandler([
        {
          path: "/",
          loader: async ({ request }) => {
            const own = await session(request);
            const shown = [flash(own).get("info") ?? "-", own.get("notice") ?? "-"].join();
            return new Response(shown, { headers: { "Set-Cookie": await commitSession(own) } });
          },
        },
        {
          path: "/save",
          action: async ({ request }) => {
            const own = await session(request);
            flash(own).put("info", "Saved").put("error", "Not all");
            own.flash("notice", "hi");
            return redirect("/", { headers: { "Set-Cookie": await commitSession(own) } });
          },
        },
        {
          path: "/other",
          loader: async ({ request }) => {
            const own = await session(request);
            flash(own);
            return new Response("", { headers: { "Set-Cookie": await commitSession(own) } });
          },
        },
      ]);
      let jar = "";
      const at = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => {
        const response = await queryRoute(new Request(`https://example.com${path}`, { ...init, headers: { cookie: jar } }));
        jar = sentBack(response.headers.getSetCookie()[0] ?? jar);
        return response.text();
      };
      await at("/save", { method: "POST", body: new URLSearchParams({ a: "1" }) });
      await at("/other");
      equal(await at("/"), "Saved,hi", "both, after a page that showed none");
      equal(await at("/"), "-,-", "each once");
      const left = await getSession(jar);
      equal(flash(left).get("error"), "Not all", "what nobody looked at");
      const token = csrfToken(left);
      ok(await verifyCsrf(new Request("https://example.com/", { method: "POST", headers: { "x-csrf-token": token } }), left), "a token of its session");
      equal([logIn(left, "secret"), left.get("user_token"), userToken(left, "") !== null].join(), "/,secret,true", "logIn");
      ok(logOut(left) !== null && !left.has("user_token"), "logOut");
    });
    await test(`${name}: conn as a function`, async () => {
      const storage = sessionStorage(sessions, { conn: async (source) => ({ scheme: source === "" ? "http" : "https" }) });
      const own = await storage.getSession("");
      own.set("a", 1);
      ok((await storage.commitSession(own)).startsWith(name === "cookie store" ? "_app_key=" : "sid="), "a cookie");
    });
  }
  await test("a store of one's own: what was only read has its cookie again", async () => {
    const { getSession, commitSession } = sessionStorage(createSessions({ store: rowsStore(), key: "own", log: false }));
    const first = await getSession(null);
    first.set("user", "ada");
    const sid = sentBack(await commitSession(first));
    ok(/^own=sid-/.test(sid), sid);
    const read = await getSession(sid);
    equal(`${read.get("user")} ${sentBack(await commitSession(read))}`, `ada ${sid}`, "once more");
  });
}
