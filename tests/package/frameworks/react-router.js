// @ts-check
// waxseal/react-router under React Router's own loaders and actions.

import { createStaticHandler, redirect } from "react-router";
import { createSessions } from "waxseal";
import { sessionStorage } from "waxseal/react-router";
import { equal, fails } from "../../conformance/check.js";
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
      await fails(() => commitSession(/** @type {any} */ ({})), "ERR_CONFIG", "another's session");
      await fails(() => /** @type {any} */ (commitSession)(own, { maxAge: 5 }), "ERR_CONFIG", "options");
    });
  }
}
